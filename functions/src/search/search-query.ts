import { invalidField, type WaypostError } from '@waypost/contract'
import { tokenize } from './tokenize.ts'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'
import type { SearchDocument } from './search-document.ts'

/** What is looked for. */
export type SearchTerm =
  /** One message, by our id or Meta's. */
  { readonly kind: 'id' | 'wamid'; readonly id: string } | TextSearch

export interface TextSearch {
  readonly kind: 'words'
  /** Every match has one of these among its tokens. */
  readonly tokens: readonly string[]
  matches(found: SearchDocument): boolean
}

/** As many tokens as a message has at most; the words behind them are not found. */
const MAX_TOKENS = 30
/** A word is found by its beginning: so many letters of it stand in the index. */
const [SHORT, LONG] = [2, 4]
/** A number is found by its end. */
const ENDINGS = [7, 4]
/** From so many digits on, zeros in front are those that are dialled first. */
const NATIONAL = 8

/** What stands in an index for a message: its number's endings, and the beginnings of its first words. */
export const searchTokens = ({ contact, words }: SearchDocument): string[] =>
  [...new Set([...contactTokens(contact), ...words.flatMap(wordTokens)])].slice(0, MAX_TOKENS)

function contactTokens(contact: Recipient): string[] {
  if (!isPhoneNumber(contact)) return [`#${contact.toLowerCase()}`]
  const digits = contact.slice(1)
  return ENDINGS.map((length) => `#${digits.slice(-length)}`)
}

const wordTokens = (word: string): string[] => {
  const letters = Array.from(word)
  return [SHORT, ...(letters.length >= LONG ? [LONG] : [])].map((length) => letters.slice(0, length).join(''))
}

/**
 * Reads a search: an id, a number or its end, words or their beginnings.
 * @throws WaypostError `INVALID_REQUEST` when there is nothing in it to look for
 */
export function parseSearch(q: string): SearchTerm {
  const text = q.trim()
  if (/^msg_[0-9a-z]{26}$/.test(text)) return { kind: 'id', id: text }
  if (text.startsWith('wamid.')) return { kind: 'wamid', id: text }
  const words = tokenize(text)
  const bsuid = /^[A-Z]{2}\.\S+$/.test(text) ? text.toLowerCase() : undefined
  const number = numberIn(text)
  if (words.length === 0) throw emptySearchError()
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best))
  const isOneWord = number === undefined || words.length === 1
  return {
    kind: 'words',
    tokens: [
      ...(bsuid === undefined ? [] : [`#${bsuid}`]),
      ...(number === undefined ? [] : [endingToken(number)]),
      ...(isOneWord ? wordTokens(longest).slice(-1) : []),
    ],
    matches: (found) =>
      found.contact.toLowerCase() === bsuid ||
      (number !== undefined && isPhoneNumber(found.contact) && found.contact.endsWith(number)) ||
      (isOneWord && words.every((word) => found.words.some((one) => one.startsWith(word)))),
  }
}

/** The digits of a number or of its end, without the zeros that are dialled before it; four at least. */
function numberIn(text: string): string | undefined {
  if (!/^\+?[\p{Nd}\s().-]+$/u.test(text)) return undefined
  const written = tokenize(text).join('')
  const digits = written.length < NATIONAL ? written : written.replace(/^0+/, '')
  return digits.length >= (ENDINGS.at(-1) ?? 0) ? digits : undefined
}

const endingToken = (digits: string): string =>
  `#${digits.slice(-(ENDINGS.find((length) => digits.length >= length) ?? digits.length))}`

function emptySearchError(): WaypostError {
  return invalidField('/q', 'has no letter and no digit to look for')
}

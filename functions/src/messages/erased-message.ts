import { errorCatalogue, isErrorCode } from '@waypost/contract'
import { fieldsOf, listOf, parsedJson, textOf, type Fields } from '../kernel/loose-json.ts'
import type { Bsuid } from '../kernel/recipient.ts'

/** Stands where a contact was named that was erased; `XX` is no country. */
export const ERASED: Bsuid = 'XX.ERASED'

/** What stays as it is: that there was a message, whose, of what kind, when, and how it went. Whatever is not here goes. */
const kept = [
  'id',
  'direction',
  'owner',
  'sessionId',
  'conversationId',
  'contentType',
  'templateName',
  'category',
  'mode',
  'ifUnknown',
  'cancelOn',
  'notAfter',
  'createdAt',
  'receivedAt',
  'purgeAt',
  'fingerprint',
  'attempt',
  'attemptBase',
  'askedAgainAt',
  'answer',
  'progress',
  'reached',
]

/** What waits to be sent is not sent any more. */
const waiting = ['queued', 'sending', 'errored', 'unknown', 'held']

/**
 * A document of `messages` without its person: a receipt of either direction. It can be read as before.
 * @param stored its fields as they are stored; instants pass through untouched
 */
export function erasedMessage(stored: Fields, at: Date): Fields {
  const receipt = Object.fromEntries(kept.flatMap((name) => (name in stored ? [[name, stored[name]]] : [])))
  return { ...receipt, ...(stored['direction'] === 'in' ? received(stored) : sent(stored)), erasedAt: at }
}

const received = ({ changes }: Fields): Fields => ({
  from: ERASED,
  wamid: '',
  content: '{}',
  text: '',
  // It was heard: Meta's repeat of it changes nothing.
  raw: '{}',
  changes: listOf(changes)
    .map(fieldsOf)
    .map(({ kind, at }) => ({
      kind,
      at,
      wamid: '',
      raw: '{}',
      ...(kind === 'edit' && { content: '{}', text: '' }),
    })),
})

const sent = ({ contentType, templateName, content, sending, error, timeline }: Fields): Fields => ({
  to: ERASED,
  content: JSON.stringify(emptyContent(textOf(contentType) ?? 'text', textOf(templateName), content)),
  metadata: {},
  sending: waiting.includes(String(sending)) ? 'cancelled' : sending,
  timeline: listOf(timeline).map(fieldsOf).map(erasedEntry),
  ...errorOf(fieldsOf(error)['code']),
})

function emptyContent(type: string, templateName: string | undefined, content: unknown): Fields {
  if (type === 'text') return { type, text: { body: '' } }
  if (type !== 'template') return { type, [type]: {} }
  const { languageCode } = fieldsOf(fieldsOf(parsedJson(textOf(content) ?? ''))['template'])
  return { type, template: { templateName, languageCode } }
}

const erasedEntry = ({ source, at, status, attempt, code }: Fields): Fields =>
  source === 'meta'
    ? { source, at, status, attempt, wamid: '', raw: '{}' }
    : { source, at, status, attempt, ...(code !== undefined && { code }) }

const errorOf = (code: unknown): Fields =>
  isErrorCode(code) ? { error: { code, message: errorCatalogue[code].title } } : {}

/** Meta's items in a message, verbatim, and of what kind they are. */
export function itemsIn(stored: Fields): { readonly kind: 'message' | 'status'; readonly raw: string }[] {
  const raws = (values: readonly unknown[]) => values.flatMap((value) => textOf(fieldsOf(value)['raw']) ?? [])
  return [
    ...raws([stored, ...listOf(stored['changes'])]).map((raw) => ({ kind: 'message' as const, raw })),
    ...raws(listOf(stored['timeline'])).map((raw) => ({ kind: 'status' as const, raw })),
  ]
}

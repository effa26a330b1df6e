/** Ids in Meta's formats. Random on purpose: a restarted simulator must not repeat ids of an earlier run. */
import { createHash, randomBytes, randomInt } from 'node:crypto'

/** The byte of a message id that says who wrote: the business or the person. */
const directionBytes = { out: 0x11, in: 0x12 } as const

/**
 * A message id: `wamid.` and a base64 text that holds the other side's digits, the direction and a token, as real ones
 * do.
 */
export function newWamid(digits: string, direction: keyof typeof directionBytes = 'out'): string {
  const peer = Buffer.from(digits.slice(0, 32))
  const serial = Buffer.from(randomBytes(9).toString('hex').toUpperCase())
  const head = Buffer.from([0x1c, 0x18, peer.length])
  const middle = Buffer.from([0x15, 0x02, 0x00, directionBytes[direction], 0x18, serial.length])
  return `wamid.${Buffer.concat([head, peer, middle, serial, Buffer.from([0])]).toString('base64')}`
}

/** The other id of the same message, scoped to another id of the person: direction and token stay. */
export function rescopedWamid(wamid: string, peer: string): string {
  const bytes = Buffer.from(wamid.slice('wamid.'.length), 'base64')
  const rest = bytes.subarray(3 + (bytes[2] ?? 0))
  const scope = Buffer.from(peer)
  return `wamid.${Buffer.concat([Buffer.from([0x1c, 0x18, scope.length]), scope, rest]).toString('base64')}`
}

/** An id of an object in the graph (media, template, app): 15 or 16 digits, below 2^53. */
export function newGraphId(): string {
  return `${randomInt(1, 9)}${randomInt(10_000_000, 100_000_000)}${randomInt(1_000_000, 10_000_000)}`
}

/** A trace id as in `fbtrace_id`. */
export function newTraceId(): string {
  return `A${randomBytes(16).toString('base64url').slice(0, 22)}`
}

/** The business-scoped user id of a phone number: the same digits always get the same id within one portfolio. */
export function bsuidOf(digits: string, portfolio: string): string {
  const hash = createHash('sha256').update(`${portfolio}:${digits}`).digest('hex')
  return `${countryOf(digits)}.${BigInt(`0x${hash.slice(0, 16)}`)
    .toString()
    .padStart(20, '1')}`
}

/** The parent id of the same person, shared by linked portfolios. */
export function parentBsuidOf(digits: string): string {
  const [country, serial] = bsuidOf(digits, 'parent').split('.')
  return `${country ?? 'US'}.ENT.${serial ?? ''}`
}

/** Calling code -> country for the people a test is likely to invent; others count as US (the prefix has no other meaning here). */
const countries: readonly (readonly [string, string])[] = [
  ['972', 'IL'],
  ['971', 'AE'],
  ['966', 'SA'],
  ['351', 'PT'],
  ['91', 'IN'],
  ['62', 'ID'],
  ['61', 'AU'],
  ['55', 'BR'],
  ['54', 'AR'],
  ['52', 'MX'],
  ['49', 'DE'],
  ['44', 'GB'],
  ['39', 'IT'],
  ['34', 'ES'],
  ['33', 'FR'],
  ['7', 'RU'],
]

function countryOf(digits: string): string {
  return countries.find(([code]) => digits.startsWith(code))?.[1] ?? 'US'
}

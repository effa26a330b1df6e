import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { KeyCaller, KeyLimits, Scope } from '../http/caller.ts'

/** An API key as it is stored: never its secret, only the hash of it (the document's id). */
export interface ApiKey {
  readonly id: string
  readonly hash: string
  readonly prefix: string
  readonly lastFour: string
  readonly owner: string
  readonly name: string
  readonly mode: 'live' | 'test'
  readonly scopes: readonly Scope[]
  readonly sessions: 'all' | readonly string[]
  readonly limits?: KeyLimits
  readonly createdAt: Date
  /** `user:<uid>`, the id of a key, or the user at the command line. */
  readonly createdBy?: string
  readonly expiresAt?: Date
  readonly revokedAt?: Date
  /** The id of the key whose place it takes. */
  readonly rolledFrom?: string
  /** The id of the key that takes its place. */
  readonly rolledTo?: string
  /** Requests counted so far. */
  readonly uses?: number
  /** To about a minute. */
  readonly lastUsedAt?: Date
}

/** How much of a secret may be seen: `wp_live_` and four more. */
export const PREFIX_LENGTH = 'wp_live_'.length + 4

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_LENGTH = 33
const CHECKSUM_LENGTH = 6
const SHAPE = new RegExp(`^wp_(live|test)_[0-9A-Za-z]{${String(SECRET_LENGTH + CHECKSUM_LENGTH)}}$`)

/**
 * Writes an API key: `wp_live_` or `wp_test_`, 33 characters of base62 (192 random bits) and 6 of checksum.
 * @param random 24 random bytes
 */
export function formatApiKey(mode: 'live' | 'test', random: Uint8Array): string {
  const body = base62(BigInt(`0x${Buffer.from(random).toString('hex')}`), SECRET_LENGTH)
  return `wp_${mode}_${body}${checksum(body)}`
}

/** Whether this can be one of our keys at all: a typo or a foreign secret is refused without a read. */
export function isWellFormed(secret: string): boolean {
  if (!SHAPE.test(secret)) return false
  const body = secret.slice('wp_live_'.length, -CHECKSUM_LENGTH)
  return checksum(body) === secret.slice(-CHECKSUM_LENGTH)
}

/** The id under which a key is stored. 192 random bits need no slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The caller of a stored key, or why it is refused. */
export function callerOf(key: ApiKey, now: Date): KeyCaller | { refused: string } {
  if (key.revokedAt && key.revokedAt <= now) return { refused: 'This API key was revoked.' }
  if (key.expiresAt && key.expiresAt <= now) return { refused: 'This API key has expired.' }
  return {
    kind: 'key',
    keyId: key.id,
    owner: key.owner,
    scopes: key.scopes,
    sessions: key.sessions,
    mode: key.mode,
    ...(key.limits && { limits: key.limits }),
    ...(key.expiresAt && { expiresAt: key.expiresAt }),
  }
}

/** Where a key is in its life; `ending`: it was rolled and still counts for a while. */
export function stateOfKey(
  { revokedAt, expiresAt, rolledTo }: Pick<ApiKey, 'revokedAt' | 'expiresAt' | 'rolledTo'>,
  now: Date,
): 'active' | 'ending' | 'expired' | 'revoked' {
  if (revokedAt && revokedAt <= now) return 'revoked'
  if (expiresAt && expiresAt <= now) return 'expired'
  return rolledTo === undefined ? 'active' : 'ending'
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_LENGTH)

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = (ALPHABET[Number(rest % 62n)] ?? '') + text
  return text
}

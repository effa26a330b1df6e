import { createHash } from 'node:crypto'

/** What Meta says of the access token a deployment sends with. */
export interface TokenStatus {
  /** `unknown`: Meta did not answer. */
  readonly state: 'valid' | 'invalid' | 'unknown'
  /** Why it is invalid or unknown. */
  readonly reason?: string
  readonly fingerprint: string
  /** Its Meta app. */
  readonly appId?: string
  /** Meta's word: `SYSTEM_USER` for one that lasts, `USER` for one of a person. */
  readonly type?: string
  /** Absent: it never expires. */
  readonly expiresAt?: Date
  /** From then on it is valid and reads nothing; absent: no such day. */
  readonly dataAccessExpiresAt?: Date
  /** What it lacks of what is needed to send and to read templates. */
  readonly missingPermissions: readonly string[]
  /** Whether it may touch the WhatsApp Business Account; absent where Meta does not tell. */
  readonly reachesAccount?: boolean
}

/** Asks Meta about the token in use. Never throws: without an answer it is `unknown`. */
export type InspectToken = () => Promise<TokenStatus>

/** Tells two tokens apart and gives neither away: twelve hexadecimal digits of its SHA-256. */
export const fingerprintOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex').slice(0, 12)

const DAY_MS = 86_400_000

/** When the token stops being of use: the earlier of its two ends; undefined: never. */
export function tokenExpiry({ expiresAt, dataAccessExpiresAt }: TokenStatus): Date | undefined {
  if (expiresAt && dataAccessExpiresAt)
    return expiresAt < dataAccessExpiresAt ? expiresAt : dataAccessExpiresAt
  return expiresAt ?? dataAccessExpiresAt
}

/** Days until `end`, with their fraction; negative when it has passed. */
export const daysLeft = (end: Date, now: Date): number => (end.getTime() - now.getTime()) / DAY_MS

import type { KernelServices } from '../kernel/kernel-services.ts'
import { daysLeft, tokenExpiry, type InspectToken, type TokenStatus } from './access-token.ts'

/** Something to say about the token, once. */
export interface TokenWarning {
  readonly event: 'token.expires_soon' | 'token.invalid'
  readonly severity: 'warn' | 'error'
  /** The secret that holds the token. */
  readonly secret: string
  /** The same words are the same warning: it is given once. */
  readonly key: readonly string[]
  readonly message: string
  readonly at: Date
}

export interface CheckTokenNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  inspect: InspectToken
  /** The secret that holds it; without one, the installation's. */
  secret?: string
  /** Stores a warning for operators; false when it exists already. */
  saveWarning(warning: TokenWarning): Promise<boolean>
}

/** Days before the end at which to warn; from the last two on it is an error. */
export const WARNING_DAYS = [14, 7, 3, 1] as const
const ERROR_DAYS = 3

const DEFAULT_SECRET = 'WHATSAPP_ACCESS_TOKEN'

const hintFor = (secret: string): string =>
  secret === DEFAULT_SECRET
    ? 'Make a new system user token and store it with "npm run waypost -- token update".'
    : `Make a new system user token, store it in the secret ${secret} and deploy.`

/**
 * Looks at the token and warns once for each threshold that its remaining days have reached, and once a day
 * while it is not valid.
 * @throws Error when Meta cannot be reached, so that the schedule tries again
 */
export async function checkToken(needs: CheckTokenNeeds): Promise<TokenWarning | null> {
  const status = await needs.inspect()
  if (status.state === 'unknown')
    throw new Error(`Meta could not be asked about the access token: ${status.reason ?? 'no reason given'}`)
  const warning = warningFor(status, needs.clock.now(), needs.secret)
  if (!warning || !(await needs.saveWarning(warning))) return null
  const fields = { message: warning.message, fingerprint: status.fingerprint }
  needs.log[warning.severity](warning.event, fields)
  return warning
}

/** What there is to say about a token today; null: it is good for more than the longest threshold. */
export function warningFor(status: TokenStatus, now: Date, secret = DEFAULT_SECRET): TokenWarning | null {
  const { fingerprint } = status
  if (status.state === 'invalid')
    return {
      event: 'token.invalid',
      severity: 'error',
      secret,
      key: [fingerprint, now.toISOString().slice(0, 10)],
      message: `Meta does not accept the access token: ${status.reason ?? 'no reason given'} ${hintFor(secret)}`,
      at: now,
    }
  const end = tokenExpiry(status)
  if (!end) return null
  const days = daysLeft(end, now)
  const threshold = WARNING_DAYS.findLast((limit) => days <= limit)
  if (threshold === undefined) return null
  return {
    event: 'token.expires_soon',
    severity: threshold <= ERROR_DAYS ? 'error' : 'warn',
    secret,
    key: [fingerprint, end.toISOString(), String(threshold)],
    message: `The access token ends on ${end.toISOString()}, in ${formatDays(days)}. ${hintFor(secret)}`,
    at: now,
  }
}

const formatDays = (days: number): string => {
  const whole = Math.max(0, Math.floor(days))
  if (whole === 0) return 'less than a day'
  return whole === 1 ? '1 day' : `${String(whole)} days`
}

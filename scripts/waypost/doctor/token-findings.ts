import { daysLeft, tokenExpiry, type TokenStatus } from '../../../functions/src/sessions/access-token.ts'
import type { Finding } from './finding.ts'

const NEW_TOKEN =
  'In the Business settings of Meta, create a token for a system user, then run "npm run waypost -- token update".'
const WARN_DAYS = 14
const FAIL_DAYS = 1

/** Evaluates a token. A `fail` means that it should not be used. */
export function tokenFindings(
  status: TokenStatus,
  { wabaId, now }: { wabaId: string; now: Date },
): Finding[] {
  if (status.state === 'unknown')
    return [
      {
        id: 'token.valid',
        level: 'fail',
        message: `Token status is unknown: ${status.reason ?? 'Meta was not called.'}`,
        hint: 'Check WHATSAPP_GRAPH_URL and the network, then try again.',
      },
    ]
  if (status.state === 'invalid')
    return [
      {
        id: 'token.valid',
        level: 'fail',
        message: `Meta does not accept the token: ${status.reason ?? 'no reason given'}`,
        hint: NEW_TOKEN,
      },
    ]
  return [
    { id: 'token.valid', level: 'ok', message: 'Meta accepts the token.' },
    typeFinding(status),
    permissionFinding(status),
    accountFinding(status, wabaId),
    endFinding(status, now),
  ]
}

const typeFinding = ({ type = 'unknown' }: TokenStatus): Finding =>
  type === 'SYSTEM_USER'
    ? { id: 'token.type', level: 'ok', message: 'It belongs to a system user.' }
    : {
        id: 'token.type',
        level: 'warn',
        message: `It is of type ${type}: such a token lasts hours or days, and ends when its user changes the password.`,
        hint: NEW_TOKEN,
      }

const permissionFinding = ({ missingPermissions }: TokenStatus): Finding =>
  missingPermissions.length === 0
    ? { id: 'token.permissions', level: 'ok', message: 'It may send messages and read the account.' }
    : {
        id: 'token.permissions',
        level: 'fail',
        message: `It lacks ${missingPermissions.join(' and ')}.`,
        hint: `Create a new token with ${missingPermissions.join(' and ')} ticked. ${NEW_TOKEN}`,
      }

function accountFinding({ reachesAccount }: TokenStatus, wabaId: string): Finding {
  if (wabaId === '')
    return {
      id: 'token.account',
      level: 'warn',
      message: 'WHATSAPP_WABA_ID is not set, so access of the token to the account cannot be checked.',
      hint: 'Set WHATSAPP_WABA_ID in functions/.env and deploy.',
    }
  if (reachesAccount === true)
    return { id: 'token.account', level: 'ok', message: `It reaches the account ${wabaId}.` }
  return reachesAccount === false
    ? {
        id: 'token.account',
        level: 'fail',
        message: `It does not reach the WhatsApp Business Account ${wabaId}.`,
        hint: 'Assign the account to the system user (Business settings, Accounts, WhatsApp accounts), then create a new token.',
      }
    : {
        id: 'token.account',
        level: 'warn',
        message: `Meta does not report whether it reaches the account ${wabaId}.`,
        hint: 'Check that the account is assigned to the system user (Business settings, Accounts, WhatsApp accounts).',
      }
}

function endFinding(status: TokenStatus, now: Date): Finding {
  const end = tokenExpiry(status)
  if (!end) return { id: 'token.end', level: 'ok', message: 'It never expires.' }
  const days = Math.floor(daysLeft(end, now))
  const message = `It expires on ${end.toISOString()}: ${String(days)} days left.`
  if (days >= WARN_DAYS) return { id: 'token.end', level: 'ok', message }
  return { id: 'token.end', level: days < FAIL_DAYS ? 'fail' : 'warn', message, hint: NEW_TOKEN }
}

import { daysLeft, tokenExpiry, type TokenStatus } from '../../../functions/src/sessions/access-token.ts'
import type { Finding } from './finding.ts'

const NEW_TOKEN =
  'In the Business settings of Meta, make a token for a system user, then run "npm run waypost -- token update".'
const WARN_DAYS = 14
const FAIL_DAYS = 1

/** What is good and bad about a token, the first `fail` being reason enough not to use it. */
export function tokenFindings(
  standing: TokenStatus,
  { wabaId, now }: { wabaId: string; now: Date },
): Finding[] {
  if (standing.state === 'unknown')
    return [
      {
        id: 'token.valid',
        level: 'fail',
        message: `Nobody knows whether the token is valid: ${standing.reason ?? 'Meta was not asked.'}`,
        fix: 'Check WHATSAPP_GRAPH_URL and the network, then try again.',
      },
    ]
  if (standing.state === 'invalid')
    return [
      {
        id: 'token.valid',
        level: 'fail',
        message: `Meta does not accept the token: ${standing.reason ?? 'no reason given'}`,
        fix: NEW_TOKEN,
      },
    ]
  return [
    { id: 'token.valid', level: 'ok', message: 'Meta accepts the token.' },
    typeFinding(standing),
    permissionFinding(standing),
    accountFinding(standing, wabaId),
    endFinding(standing, now),
  ]
}

const typeFinding = ({ type = 'unknown' }: TokenStatus): Finding =>
  type === 'SYSTEM_USER'
    ? { id: 'token.type', level: 'ok', message: 'It belongs to a system user.' }
    : {
        id: 'token.type',
        level: 'warn',
        message: `It is of type ${type}: such a token lasts hours or days, and dies with its person's password.`,
        fix: NEW_TOKEN,
      }

const permissionFinding = ({ missingPermissions }: TokenStatus): Finding =>
  missingPermissions.length === 0
    ? { id: 'token.permissions', level: 'ok', message: 'It may send messages and read the account.' }
    : {
        id: 'token.permissions',
        level: 'fail',
        message: `It lacks ${missingPermissions.join(' and ')}.`,
        fix: `Make a new token with ${missingPermissions.join(' and ')} ticked. ${NEW_TOKEN}`,
      }

function accountFinding({ reachesAccount }: TokenStatus, wabaId: string): Finding {
  if (wabaId === '')
    return {
      id: 'token.account',
      level: 'warn',
      message: 'WHATSAPP_WABA_ID is not set, so nobody can say whether the token reaches the account.',
      fix: 'Set WHATSAPP_WABA_ID in functions/.env and deploy.',
    }
  if (reachesAccount === true)
    return { id: 'token.account', level: 'ok', message: `It reaches the account ${wabaId}.` }
  return reachesAccount === false
    ? {
        id: 'token.account',
        level: 'fail',
        message: `It does not reach the WhatsApp Business Account ${wabaId}.`,
        fix: 'Assign the account to the system user (Business settings, Accounts, WhatsApp accounts), then make a new token.',
      }
    : {
        id: 'token.account',
        level: 'warn',
        message: `Meta does not tell whether it reaches the account ${wabaId}.`,
        fix: 'Check that the account is assigned to the system user (Business settings, Accounts, WhatsApp accounts).',
      }
}

function endFinding(standing: TokenStatus, now: Date): Finding {
  const end = tokenExpiry(standing)
  if (!end) return { id: 'token.end', level: 'ok', message: 'It never expires.' }
  const days = Math.floor(daysLeft(end, now))
  const message = `It ends on ${end.toISOString()}: ${String(days)} days left.`
  if (days >= WARN_DAYS) return { id: 'token.end', level: 'ok', message }
  return { id: 'token.end', level: days < FAIL_DAYS ? 'fail' : 'warn', message, fix: NEW_TOKEN }
}

import { invalidField, WaypostError, type CreateKeyRequest } from '@waypost/contract'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import { hashOf, PREFIX_LENGTH, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { audited } from './audited.ts'
import type { ActingRequest, RecordAct } from './audited-act.ts'
import { checkGrant, type Grant } from './key-grant.ts'
import { actorOf } from './record-act.ts'

export interface CreateKeyNeeds {
  keys: Pick<ApiKeyStore, 'add'>
  recordAct: RecordAct
  newSecret(mode: 'live' | 'test'): string
  /** Those of these sessions that do not exist. */
  unknownSessions(ids: readonly string[]): Promise<readonly string[]>
  ids: Ids
  clock: Clock
}

/** A key with its secret: the only time that both are together. */
export interface NewKey {
  readonly key: ApiKey
  readonly secret: string
}

/**
 * Makes an API key.
 * @throws WaypostError `FORBIDDEN` when it would grant more than the caller has, `SESSION_NOT_FOUND`,
 *   `INVALID_REQUEST` for an end that has passed
 */
export async function createKey(
  { expiresAt, ...wish }: CreateKeyRequest,
  request: ActingRequest,
  needs: CreateKeyNeeds,
): Promise<NewKey> {
  const asked = { ...wish, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }) }
  const now = needs.clock.now()
  checkEnd(asked.expiresAt, now)
  checkGrant(request.caller, asked)
  await checkSessions(asked.sessions, needs)
  const made = withSecret({ ...asked, createdAt: now, createdBy: actorOf(request.caller) }, needs)
  const act = { action: 'key.created', target: made.key.id, details: grantInWords(asked) }
  await audited({ act, request, recordAct: needs.recordAct }, () => needs.keys.add(made.key))
  return made
}

/** A key of this description, with a secret and an id of its own. */
export function withSecret(
  about: Omit<ApiKey, 'id' | 'hash' | 'prefix' | 'lastFour'>,
  { newSecret, ids }: Pick<CreateKeyNeeds, 'newSecret' | 'ids'>,
): NewKey {
  const secret = newSecret(about.mode)
  const key: ApiKey = {
    ...about,
    id: ids.next('key'),
    hash: hashOf(secret),
    prefix: secret.slice(0, PREFIX_LENGTH),
    lastFour: secret.slice(-4),
  }
  return { key, secret }
}

/** @throws WaypostError `INVALID_REQUEST` */
export function checkEnd(expiresAt: Date | undefined, now: Date): void {
  if (!expiresAt || expiresAt > now) return
  throw invalidField('/expiresAt', 'must be in the future')
}

/** What a key may do, for the audit log. */
export const grantInWords = ({ mode, scopes, sessions, owner }: Grant & Pick<ApiKey, 'owner'>) => ({
  owner,
  mode,
  scopes: scopes.join(' '),
  sessions: sessions === 'all' ? 'all' : sessions.join(' '),
})

async function checkSessions(
  sessions: ApiKey['sessions'],
  { unknownSessions }: CreateKeyNeeds,
): Promise<void> {
  const [unknown] = sessions === 'all' ? [] : await unknownSessions(sessions)
  if (unknown !== undefined)
    throw new WaypostError('SESSION_NOT_FOUND', { message: `There is no session ${unknown}.` })
}

import { WaypostError, type RollKeyRequest } from '@waypost/contract'
import { after } from '../kernel/clock.ts'
import { stateOfKey, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { audited } from './audited.ts'
import type { ActingRequest } from './audited-act.ts'
import { checkEnd, grantInWords, withSecret, type CreateKeyNeeds, type NewKey } from './create-key.ts'
import { checkGrant } from './key-grant.ts'
import { actorOf } from './record-act.ts'

export interface EndKeyNeeds extends Pick<CreateKeyNeeds, 'recordAct' | 'newSecret' | 'ids' | 'clock'> {
  keys: Pick<ApiKeyStore, 'findById' | 'roll' | 'revoke'>
  /** What this instance remembers of a key is true no longer. */
  forgetKey(hash: string): void
}

/**
 * Gives a key a successor with a new secret, and lets the old secret end after the overlap (or at its own end, when
 * that is sooner).
 * @throws WaypostError `KEY_NOT_FOUND`, `KEY_ENDED` for one that was revoked, has expired or was rolled before,
 *   `FORBIDDEN` when the key may do more than the caller: its new secret would be theirs
 */
export async function rollKey(
  id: string,
  { wish, request }: { wish: RollKeyRequest; request: ActingRequest },
  needs: EndKeyNeeds,
): Promise<NewKey> {
  const old = await findKey(id, needs.keys)
  const now = needs.clock.now()
  if (stateOfKey(old, now) !== 'active') throw ended(old, now)
  const expiresAt = wish.expiresAt === undefined ? old.expiresAt : new Date(wish.expiresAt)
  checkEnd(expiresAt, now)
  checkGrant(request.caller, { ...old, ...(expiresAt && { expiresAt }) })
  const overlapEnd = after(now, wish.overlapHours * 3600)
  const endsAt = old.expiresAt && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
  const made = withSecret(successorOf(old, { expiresAt, createdBy: actorOf(request.caller), now }), needs)
  const details = { ...grantInWords(old), successor: made.key.id, overlapHours: wish.overlapHours }
  const act = { action: 'key.rolled', target: id, details }
  await audited({ act, request, recordAct: needs.recordAct }, async () => {
    if (!(await needs.keys.roll(old, made.key, endsAt))) throw ended(old, now)
  })
  needs.forgetKey(old.hash)
  return made
}

/**
 * Ends a key now. Twice is once.
 * @throws WaypostError `KEY_NOT_FOUND`
 */
export async function revokeKey(id: string, request: ActingRequest, needs: EndKeyNeeds): Promise<ApiKey> {
  const key = await findKey(id, needs.keys)
  if (key.revokedAt) return key
  const act = { action: 'key.revoked', target: id, details: grantInWords(key) }
  const revoked = await audited({ act, request, recordAct: needs.recordAct }, () =>
    needs.keys.revoke(key.hash, needs.clock.now()),
  )
  needs.forgetKey(key.hash)
  return revoked
}

/** @throws WaypostError `KEY_NOT_FOUND` */
export async function findKey(id: string, keys: Pick<ApiKeyStore, 'findById'>): Promise<ApiKey> {
  const key = /^key_\w{1,64}$/.test(id) ? await keys.findById(id) : null
  if (!key) throw new WaypostError('KEY_NOT_FOUND')
  return key
}

interface Succession {
  readonly expiresAt: Date | undefined
  readonly createdBy: string
  readonly now: Date
}

const successorOf = (
  { owner, name, mode, scopes, sessions, limits, id }: ApiKey,
  { expiresAt, createdBy, now }: Succession,
) => ({
  owner,
  name,
  mode,
  scopes,
  sessions,
  ...(limits && { limits }),
  ...(expiresAt && { expiresAt }),
  createdAt: now,
  createdBy,
  rolledFrom: id,
})

function ended(key: ApiKey, now: Date): WaypostError {
  const state = stateOfKey(key, now)
  const why = state === 'revoked' || state === 'expired' ? `is ${state}` : 'was rolled already'
  return new WaypostError('KEY_ENDED', { message: `The key ${key.id} ${why}. Make a new one.` })
}

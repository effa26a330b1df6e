import { WaypostError, type RollKeyRequest } from '@waypost/contract'
import { after } from '../kernel/clock.ts'
import { stateOfKey, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { withAudit } from '../audit/with-audit.ts'
import type { AuditOrigin } from '../audit/audit-action.ts'
import {
  checkExpiry,
  describeGrant,
  attachSecret,
  type CreateApiKeyNeeds,
  type CreatedApiKey,
} from './create-api-key.ts'
import { checkGrant } from './api-key-grant.ts'
import type { Caller } from '../http/caller.ts'
import { findUnreachable } from '../http/caller-reach.ts'
import { auditActor } from '../audit/record-audit-action.ts'

export interface RetireApiKeyNeeds extends Pick<
  CreateApiKeyNeeds,
  'recordAuditAction' | 'newSecret' | 'ids' | 'clock' | 'defaultRequests'
> {
  keys: Pick<ApiKeyStore, 'findById' | 'roll' | 'revoke'>
  /** What this instance remembers of a key is true no longer. */
  invalidateKey(hash: string): void
}

/**
 * Gives a key a successor with a new secret, and lets the old secret end after the overlap (or at its own end, when
 * that is sooner).
 * @throws WaypostError `KEY_NOT_FOUND`, `KEY_ENDED` for one that was revoked, has expired or was rolled before,
 *   `FORBIDDEN` when the key may do more than the caller: its new secret would be theirs
 */
export async function rollApiKey(
  id: string,
  { input, request }: { input: RollKeyRequest; request: AuditOrigin },
  needs: RetireApiKeyNeeds,
): Promise<CreatedApiKey> {
  const old = await findApiKeyById(id, request.caller, needs.keys)
  const now = needs.clock.now()
  if (stateOfKey(old, now) !== 'active') throw keyEndedError(old, now)
  const expiresAt = input.expiresAt === undefined ? old.expiresAt : new Date(input.expiresAt)
  checkExpiry(expiresAt, now)
  checkGrant(request.caller, { ...old, ...(expiresAt && { expiresAt }) }, needs.defaultRequests)
  const overlapEnd = after(now, input.overlapHours * 3600)
  const endsAt = old.expiresAt && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
  const created = attachSecret(
    successorOf(old, { expiresAt, createdBy: auditActor(request.caller), now }),
    needs,
  )
  const details = { ...describeGrant(old), successor: created.key.id, overlapHours: input.overlapHours }
  const act = { action: 'key.rolled', target: id, details }
  await withAudit({ act, request, recordAuditAction: needs.recordAuditAction }, async () => {
    if (!(await needs.keys.roll(old, created.key, endsAt))) throw keyEndedError(old, now)
  })
  needs.invalidateKey(old.hash)
  return created
}

/**
 * Ends a key now. Twice is once.
 * @throws WaypostError `KEY_NOT_FOUND`
 */
export async function revokeApiKey(
  id: string,
  request: AuditOrigin,
  needs: RetireApiKeyNeeds,
): Promise<ApiKey> {
  const key = await findApiKeyById(id, request.caller, needs.keys)
  if (key.revokedAt) return key
  const act = { action: 'key.revoked', target: id, details: describeGrant(key) }
  const revoked = await withAudit({ act, request, recordAuditAction: needs.recordAuditAction }, () =>
    needs.keys.revoke(key.hash, needs.clock.now()),
  )
  needs.invalidateKey(key.hash)
  return revoked
}

/** @throws WaypostError `KEY_NOT_FOUND`, also for a key of sessions or a mode that the caller does not reach */
export async function findApiKeyById(
  id: string,
  caller: Caller,
  keys: Pick<ApiKeyStore, 'findById'>,
): Promise<ApiKey> {
  const key = /^key_\w{1,64}$/.test(id) ? await keys.findById(id) : null
  if (!key || findUnreachable(caller, key) !== undefined) throw new WaypostError('KEY_NOT_FOUND')
  return key
}

interface Successor {
  readonly expiresAt: Date | undefined
  readonly createdBy: string
  readonly now: Date
}

const successorOf = (
  { owner, name, mode, scopes, sessions, limits, id }: ApiKey,
  { expiresAt, createdBy, now }: Successor,
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

function keyEndedError(key: ApiKey, now: Date): WaypostError {
  const state = stateOfKey(key, now)
  const why = state === 'revoked' || state === 'expired' ? `is ${state}` : 'was rolled already'
  return new WaypostError('KEY_ENDED', { message: `The key ${key.id} ${why}. Make a new one.` })
}

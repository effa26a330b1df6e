import type { KernelServices } from '../kernel/kernel-services.ts'
import { invalidField, WaypostError, type CreateKeyRequest } from '@waypost/contract'
import { hashOf, PREFIX_LENGTH, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { withAudit } from '../audit/with-audit.ts'
import type { AuditOrigin } from '../audit/audit-action.ts'
import { checkGrant } from './api-key-grant.ts'
import type { Grant } from '../http/caller-reach.ts'
import { auditActor, type AuditServices } from '../audit/record-audit-action.ts'

export interface CreateApiKeyNeeds extends Pick<
  KernelServices & AuditServices,
  'recordAuditAction' | 'ids' | 'clock'
> {
  keys: Pick<ApiKeyStore, 'add'>
  newSecret(mode: 'live' | 'test'): string
  /** Requests in 15 minutes of keys without a limit of their own; 0: no limit. */
  defaultRequests: number
  /** Those of these sessions that do not exist. */
  unknownSessions(ids: readonly string[]): Promise<readonly string[]>
}

/** A key with its secret: the only time that both are together. */
export interface CreatedApiKey {
  readonly key: ApiKey
  readonly secret: string
}

/**
 * Makes an API key.
 * @throws WaypostError `FORBIDDEN` when it would grant more than the caller has, `SESSION_NOT_FOUND`,
 *   `INVALID_REQUEST` for an end that has passed
 */
export async function createApiKey(
  { expiresAt, ...input }: CreateKeyRequest,
  request: AuditOrigin,
  needs: CreateApiKeyNeeds,
): Promise<CreatedApiKey> {
  const asked = { ...input, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }) }
  const now = needs.clock.now()
  checkExpiry(asked.expiresAt, now)
  checkGrant(request.caller, asked, needs.defaultRequests)
  await checkSessions(asked.sessions, needs)
  const created = attachSecret({ ...asked, createdAt: now, createdBy: auditActor(request.caller) }, needs)
  const act = { action: 'key.created', target: created.key.id, details: describeGrant(asked) }
  await withAudit({ act, request, recordAuditAction: needs.recordAuditAction }, () =>
    needs.keys.add(created.key),
  )
  return created
}

/** A key of this description, with a secret and an id of its own. */
export function attachSecret(
  about: Omit<ApiKey, 'id' | 'hash' | 'prefix' | 'lastFour'>,
  { newSecret, ids }: Pick<CreateApiKeyNeeds, 'newSecret' | 'ids'>,
): CreatedApiKey {
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
export function checkExpiry(expiresAt: Date | undefined, now: Date): void {
  if (!expiresAt || expiresAt > now) return
  throw invalidField('/expiresAt', 'must be in the future')
}

/** What a key may do, for the audit log. */
export const describeGrant = ({ mode, scopes, sessions, owner }: Grant) => ({
  owner,
  mode,
  scopes: scopes.join(' '),
  sessions: sessions === 'all' ? 'all' : sessions.join(' '),
})

async function checkSessions(
  sessions: ApiKey['sessions'],
  { unknownSessions }: CreateApiKeyNeeds,
): Promise<void> {
  const [unknown] = sessions === 'all' ? [] : await unknownSessions(sessions)
  if (unknown !== undefined)
    throw new WaypostError('SESSION_NOT_FOUND', { message: `There is no session ${unknown}.` })
}

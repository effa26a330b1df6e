import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from './session-services.ts'
import type { AuditServices } from '../audit/record-audit-action.ts'
import { WaypostError, type ChangeSessionRequest, type CreateSessionRequest } from '@waypost/contract'
import { withAudit } from '../audit/with-audit.ts'
import type { AuditOrigin, AuditAction } from '../audit/audit-action.ts'
import { callerId, ownerOf, type Caller } from '../http/caller.ts'
import { addSession, updateSession, removeSession, type DecideSessions } from './change-sessions.ts'
import { findOwnedSession } from './find-session.ts'
import { holdSessionAndNotify, type HoldNeeds } from './hold-session.ts'
import type { Session } from './session.ts'
import { checkMayChange, checkSecret, withFields } from './session-fields.ts'
import type { SessionStore } from './session-store.ts'
import { webhookChange, type SessionWebhook, type SessionWebhooks } from './session-webhook.ts'

export interface ManageSessionsNeeds
  extends
    HoldNeeds,
    Pick<
      KernelServices & SessionServices & AuditServices,
      'freshSessions' | 'invalidateSessions' | 'recordAuditAction' | 'ids' | 'clock'
    > {
  sessionStore: Pick<SessionStore, 'edit'>
  webhooks: SessionWebhooks
  /** Secrets with access tokens of sessions that are bound to the functions. */
  tokenSecrets: readonly string[]
  /** How many messages of a session are still to be sent. */
  countWaiting(sessionId: string): Promise<number>
}

/** A session with its webhook, and the secret of that when it was made now. */
export interface ManagedSession {
  readonly session: Session
  readonly webhook: SessionWebhook | null
  readonly webhookSecret?: string
}

/** @throws WaypostError `SESSION_EXISTS`, `INVALID_REQUEST` for a secret that is not bound, `ENDPOINT_URL_FORBIDDEN` */
export async function createSession(
  input: CreateSessionRequest,
  request: AuditOrigin,
  needs: ManageSessionsNeeds,
): Promise<ManagedSession> {
  const { webhookUrl, enableWebhook, events, phoneNumberId = '', wabaId = '', ...fields } = input
  checkSecret(fields.tokenSecret, needs.tokenSecrets)
  const webhook = webhookChange({ webhookUrl, enableWebhook, events }, null)
  if (webhook) needs.webhooks.check(webhook.url)
  const session: Session = { ...fields, id: needs.ids.next('ses'), phoneNumberId, wabaId }
  const details = { name: session.name, channel: session.channel, owners: session.owners.join(' ') }
  await edit(
    addSession(session),
    { act: auditActionOn(session.id, 'session.created', details), request },
    needs,
  )
  return { session, ...(await putWebhook(session, { webhook, caller: request.caller }, needs)) }
}

/**
 * Changes what is named and leaves the rest. Owners change its name, its automation and its webhook; whose number it is,
 * and whose session, is for operators.
 * @throws WaypostError `SESSION_FORBIDDEN`, `SESSION_NOT_FOUND`, `FORBIDDEN`, `SESSION_EXISTS`, `INVALID_REQUEST`
 */
export async function changeSession(
  id: string,
  { input, request }: { input: ChangeSessionRequest; request: AuditOrigin },
  needs: ManageSessionsNeeds,
): Promise<ManagedSession> {
  const before = findOwnedSession(id, request.caller, await needs.freshSessions())
  const { webhookUrl, enableWebhook, events, ...fields } = input
  checkMayChange(fields, request.caller)
  checkSecret(fields.tokenSecret ?? undefined, needs.tokenSecrets)
  const current = await needs.webhooks.find(id)
  const webhook = webhookChange({ webhookUrl, enableWebhook, events }, current)
  if (webhook) needs.webhooks.check(webhook.url)
  const changed = Object.keys(input).join(' ')
  const act = auditActionOn(id, 'session.changed', { changed })
  await edit(
    updateSession(id, (session) => withFields(session, fields)),
    { act, request },
    needs,
  )
  if (fields.owners) await needs.webhooks.ownersChanged(id)
  const session = withFields(before, fields)
  const put = await putWebhook(session, { webhook, caller: request.caller }, needs)
  return { session, ...put, webhook: put.webhook ?? current }
}

/**
 * Deletes a session. What waits to be sent would never be: so it is refused until nothing does.
 * @throws WaypostError `SESSION_IN_USE`, `SESSION_NOT_FOUND`
 */
export async function deleteSession(
  id: string,
  request: AuditOrigin,
  needs: ManageSessionsNeeds,
): Promise<void> {
  findOwnedSession(id, request.caller, await needs.freshSessions())
  const waiting = await needs.countWaiting(id)
  if (waiting > 0)
    throw new WaypostError('SESSION_IN_USE', {
      message: `Messages of this session that are not sent yet: ${String(waiting)}. Wait for them or cancel them first.`,
    })
  await edit(removeSession(id), { act: auditActionOn(id, 'session.deleted'), request }, needs)
  await needs.webhooks.remove(id)
}

/** Puts a session on hold until it is resumed; one that is on hold already keeps its reason. */
export async function holdSession(
  id: string,
  { reason, request }: { reason: string; request: AuditOrigin },
  needs: ManageSessionsNeeds,
): Promise<Session> {
  const session = findOwnedSession(id, request.caller, await needs.freshSessions())
  if (session.hold) return session
  const hold = { code: 'SESSION_PAUSED' as const, reason, since: needs.clock.now() }
  const act = auditActionOn(id, 'session.held', { reason })
  await withAudit({ act, request, recordAuditAction: needs.recordAuditAction }, () =>
    holdSessionAndNotify(session, hold, needs),
  )
  needs.invalidateSessions()
  return { ...session, hold }
}

const auditActionOn = (id: string, action: string, details: AuditAction['details'] = {}): AuditAction => ({
  action,
  target: id,
  sessionId: id,
  details,
})

async function edit(
  decide: DecideSessions,
  { act, request }: { act: AuditAction; request: AuditOrigin },
  { sessionStore, recordAuditAction, invalidateSessions }: ManageSessionsNeeds,
): Promise<void> {
  await withAudit({ act, request, recordAuditAction }, () => sessionStore.edit(decide))
  invalidateSessions()
}

async function putWebhook(
  { id, owners }: Session,
  { webhook, caller }: { webhook: SessionWebhook | null; caller: Caller },
  { webhooks }: ManageSessionsNeeds,
): Promise<Omit<ManagedSession, 'session'>> {
  if (!webhook) return { webhook }
  const webhookSecret = await webhooks.put(
    { sessionId: id, owner: owners[0] ?? ownerOf(caller), createdBy: callerId(caller) },
    webhook,
  )
  return { webhook, ...(webhookSecret !== undefined && { webhookSecret }) }
}

import { ConsentView, ContactQuery, SetConsentRequest } from '@waypost/contract'
import type { AuditOrigin, RecordAuditAction } from '../audit/audit-action.ts'
import { route } from '../http/route.ts'
import type { Clock } from '../kernel/clock.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { changeConsent, type ChangeConsentNeeds } from './change-consent.ts'
import { consentView } from './consent-view.ts'
import {
  resolveContact,
  type ResolvedContact,
  type ResolveContactNeeds,
} from '../conversations/resolve-contact.ts'
import type { ConsentUpdate } from '../conversations/opt-out.ts'

export interface ConsentRouteNeeds extends ChangeConsentNeeds, ResolveContactNeeds {
  conversations: ChangeConsentNeeds['conversations'] & ResolveContactNeeds['conversations']
  recordAuditAction: RecordAuditAction
  clock: Clock
}

const path = '/v1/contacts/{id}/consent'
const refusals = ['CONVERSATION_NOT_FOUND', 'SESSION_FORBIDDEN', 'SESSION_REQUIRED'] as const
const answers = { 200: ConsentView }

/** `GET /v1/contacts/{id}/consent`: what a contact does not want. */
export const getConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'GET',
    path,
    access: 'read',
    query: ContactQuery,
    doc: { summary: 'See what a contact does not want', answers, refusals },
    async handle({ caller, params, query }) {
      const contact = await resolveContact({ id: params.id, session: query.session }, caller, await needs())
      return { status: 200, body: consentView(contact) }
    },
  })

/** `PUT /v1/contacts/{id}/consent`: what a contact wished elsewhere. */
export const setConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'PUT',
    path,
    access: 'send',
    role: 'sender',
    query: ContactQuery,
    body: SetConsentRequest,
    doc: { summary: 'Record that a contact opted out, or in again', answers, refusals },
    async handle(request) {
      const { caller, params, query, body } = request
      const ready = await needs()
      const contact = await resolveContact({ id: params.id, session: query.session }, caller, ready)
      const { optedOut, category, text } = body
      const update = { wants: !optedOut, category, ...(text !== undefined && { text }) }
      return { status: 200, body: await changed(contact, update, { request, ready }) }
    },
  })

/** `DELETE /v1/contacts/{id}/consent`: the contact wants everything again. */
export const liftConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'DELETE',
    path,
    access: 'send',
    role: 'sender',
    query: ContactQuery,
    doc: { summary: 'Take back all opt-outs of a contact', answers, refusals },
    async handle(request) {
      const { caller, params, query } = request
      const ready = await needs()
      const contact = await resolveContact({ id: params.id, session: query.session }, caller, ready)
      return {
        status: 200,
        body: await changed(contact, { wants: true, category: 'all' }, { request, ready }),
      }
    },
  })

/** First noted who does it, then done. */
async function changed(
  named: ResolvedContact,
  input: Pick<ConsentUpdate, 'wants' | 'category' | 'text'>,
  { request, ready }: { request: AuditOrigin; ready: ConsentRouteNeeds },
): Promise<ConsentView> {
  const { sessionId, contact } = named
  const target = named.conversation?.id ?? conversationIdOf(sessionId, contact)
  const details = { category: input.category, optedOut: !input.wants }
  await ready.recordAuditAction({ action: 'consent.changed', target, sessionId, details }, request)
  const update = { ...input, at: ready.clock.now(), source: 'api' as const }
  const conversation = await changeConsent({ sessionId, contact }, update, ready)
  return consentView({ ...named, conversation: conversation ?? named.conversation })
}

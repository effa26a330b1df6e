import type { KernelServices } from '../kernel/kernel-services.ts'
import type { AuditServices } from '../audit/record-audit-action.ts'
import { ConsentView, ContactQuery, SetConsentRequest } from '@waypost/contract'
import type { AuditOrigin } from '../audit/audit-action.ts'
import { route } from '../http/route.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { changeConsent, type ChangeConsentNeeds } from './change-consent.ts'
import { consentView } from './consent-view.ts'
import {
  resolveContact,
  type ResolvedContact,
  type ResolveContactNeeds,
} from '../conversations/resolve-contact.ts'
import type { ConsentUpdate } from '../conversations/opt-out.ts'

export interface ConsentRouteNeeds
  extends
    ChangeConsentNeeds,
    ResolveContactNeeds,
    Pick<KernelServices & AuditServices, 'recordAuditAction' | 'clock'> {
  conversations: ChangeConsentNeeds['conversations'] & ResolveContactNeeds['conversations']
}

const path = '/v1/contacts/{id}/consent'
const refusals = ['CONVERSATION_NOT_FOUND', 'SESSION_FORBIDDEN', 'SESSION_REQUIRED'] as const
const answers = { 200: ConsentView }

/** `GET /v1/contacts/{id}/consent`: the opt-outs of a contact. */
export const getConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'GET',
    path,
    reach: 'live',
    access: 'read',
    query: ContactQuery,
    doc: { summary: "Get a contact's consent", answers, refusals },
    async handle({ caller, params, query }) {
      const contact = await resolveContact({ id: params.id, session: query.session }, caller, await needs())
      return { status: 200, body: consentView(contact) }
    },
  })

/** `PUT /v1/contacts/{id}/consent`: a consent change received outside WhatsApp. */
export const setConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'PUT',
    path,
    reach: 'live',
    access: 'send',
    role: 'sender',
    query: ContactQuery,
    body: SetConsentRequest,
    doc: { summary: 'Record an opt-out or opt-in of a contact', answers, refusals },
    async handle(request) {
      const { caller, params, query, body } = request
      const ready = await needs()
      const contact = await resolveContact({ id: params.id, session: query.session }, caller, ready)
      const { optedOut, category, text } = body
      const update = { wants: !optedOut, category, ...(text !== undefined && { text }) }
      return { status: 200, body: await changed(contact, update, { request, ready }) }
    },
  })

/** `DELETE /v1/contacts/{id}/consent`: lifts all opt-outs. */
export const liftConsentRoute = (needs: () => Promise<ConsentRouteNeeds>) =>
  route({
    method: 'DELETE',
    path,
    reach: 'live',
    access: 'send',
    role: 'sender',
    query: ContactQuery,
    doc: { summary: 'Lift all opt-outs of a contact', answers, refusals },
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

/** Writes the audit entry first, then the change. */
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

import type { AuditServices } from '../audit/record-audit-action.ts'
import { ContactQuery, ErasureProof } from '@waypost/contract'
import { route } from '../http/route.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { eraseContact, type EraseContactNeeds } from './erase-contact.ts'
import { resolveContact, type ResolveContactNeeds } from '../conversations/resolve-contact.ts'

export interface EraseRouteNeeds
  extends ResolveContactNeeds, EraseContactNeeds, Pick<AuditServices, 'recordAuditAction'> {
  conversations: ResolveContactNeeds['conversations'] & EraseContactNeeds['conversations']
}

/** `DELETE /v1/contacts/{id}/data`: erases a contact's data and returns a proof. */
export const eraseRoute = (needs: () => Promise<EraseRouteNeeds>) =>
  route({
    method: 'DELETE',
    path: '/v1/contacts/{id}/data',
    reach: 'live',
    access: 'sessions',
    role: 'sender',
    query: ContactQuery,
    doc: {
      summary: "Erase a contact's data",
      description:
        'Deletes texts, names, numbers and files immediately and cancels pending messages. Repeat it to erase data that arrived since. The answer is a proof to keep.',
      answers: { 200: ErasureProof },
      refusals: ['CONVERSATION_NOT_FOUND', 'SESSION_FORBIDDEN', 'SESSION_REQUIRED'],
    },
    async handle(request) {
      const { caller, params, query } = request
      const ready = await needs()
      const named = await resolveContact({ id: params.id, session: query.session }, caller, ready)
      const { sessionId, contact } = named
      const target = named.conversation?.id ?? conversationIdOf(sessionId, contact)
      await ready.recordAuditAction({ action: 'contact.erasure_asked', target, sessionId }, request)
      const proof = await eraseContact(named, ready)
      const details = { ...proof.erased, remaining: proof.remaining, sha256: proof.sha256 }
      await ready.recordAuditAction({ action: 'contact.erased', target, sessionId, details }, request)
      return { status: 200, body: proof }
    },
  })

import { ContactQuery, ErasureProof } from '@waypost/contract'
import type { RecordAct } from '../access/audited-act.ts'
import { route } from '../access/route.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { erasePerson, type ErasePersonNeeds } from './erase-person.ts'
import { namedContact, type NamedContactNeeds } from './named-contact.ts'

export interface EraseRouteNeeds extends NamedContactNeeds, ErasePersonNeeds {
  conversations: NamedContactNeeds['conversations'] & ErasePersonNeeds['conversations']
  recordAct: RecordAct
}

/** `DELETE /v1/contacts/{id}/data`: erases a person, and proves it. */
export const eraseRoute = (needs: () => Promise<EraseRouteNeeds>) =>
  route({
    method: 'DELETE',
    path: '/v1/contacts/{id}/data',
    access: 'sessions',
    role: 'sender',
    query: ContactQuery,
    doc: {
      summary: 'Erase a person, and prove it',
      description:
        'Texts, names, numbers and files go at once; waiting messages are cancelled. Asked for again, it erases what came since.',
      answers: { 200: ErasureProof },
      refusals: ['CONVERSATION_NOT_FOUND', 'SESSION_FORBIDDEN', 'SESSION_REQUIRED'],
    },
    async handle(request) {
      const { caller, params, query } = request
      const ready = await needs()
      const named = await namedContact({ id: params['id'] ?? '', session: query.session }, caller, ready)
      const { sessionId, contact } = named
      const target = named.conversation?.id ?? conversationIdOf(sessionId, contact)
      await ready.recordAct({ action: 'contact.erasure_asked', target, sessionId }, request)
      const proof = await erasePerson(named, ready)
      const details = { ...proof.erased, remaining: proof.remaining, sha256: proof.sha256 }
      await ready.recordAct({ action: 'contact.erased', target, sessionId, details }, request)
      return { status: 200, body: proof }
    },
  })

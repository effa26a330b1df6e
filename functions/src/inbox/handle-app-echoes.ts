import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { cancelOnReply, type CancelOnReplyNeeds } from '../conversations/cancel-on-reply.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import type { MessageContent } from '../graph/payload.ts'
import { readInboundContact } from '../graph/inbound-contact.ts'
import { readInboundItem, type InboundItem } from '../graph/inbound-item.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { purgeDate } from '../kernel/retention.ts'
import { asArray, asObject, type JsonObject } from '../kernel/untrusted-json.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { inboundMessageId } from '../messages/inbound-message.ts'
import type { Message } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { encodeProgress } from '../messages/progress.ts'
import type { Session } from '../sessions/session.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { sessionByNumber } from './session-by-number.ts'
import { unknownNumber } from './unknown-sender.ts'

export interface AppEchoNeeds
  extends CancelOnReplyNeeds, Pick<KernelServices & SessionServices, 'clock' | 'sessions' | 'freshSessions'> {
  conversations: Pick<ConversationStore, 'updateByContact'>
  messages: CancelOnReplyNeeds['messages'] & Pick<MessageStore, 'add'>
}

/**
 * Messages that somebody sent from the WhatsApp Business app with the number of a session: each is an outgoing message of
 * the conversation, which is answered with it.
 * https://developers.facebook.com/docs/whatsapp/embedded-signup/custom-flows/onboarding-business-app-users
 */
export const handleAppEchoes: ItemHandler<AppEchoNeeds> = async (inboxItem, needs) => {
  const value = asObject(JSON.parse(inboxItem.item))
  const echoes = asArray(value['message_echoes']).map(asObject)
  if (echoes.length === 0) return quarantined('It holds no message.')
  const session = await sessionByNumber(inboxItem.phoneNumberId, needs)
  if (!session) return unknownNumber(inboxItem)
  const problems: string[] = []
  for (const echo of echoes) {
    const item = readInboundItem(echo, [])
    const ids = { from: echo['to'], from_user_id: echo['to_user_id'] }
    const { current } = readInboundContact(ids, asArray(value['contacts']))
    const [to] = current
    if (item.wamid === undefined) problems.push('A message has no id.')
    else if (to === undefined) problems.push('A message does not say to whom it was sent.')
    else if (item.kind !== 'message')
      problems.push(`A message is of the type ${item.type}, which changes another one.`)
    else
      await record(
        appMessage({ ...item, wamid: item.wamid }, { echo, to, session, inboxItem }),
        current,
        needs,
      )
  }
  const [problem] = problems
  return problem === undefined ? applied('The messages are in their conversations.') : quarantined(problem)
}

interface EchoContext {
  readonly echo: JsonObject
  readonly to: Recipient
  readonly session: Session
  readonly inboxItem: StoredInboxItem
}

function appMessage(
  item: InboundItem & { readonly wamid: string },
  { echo, to, session, inboxItem: { receivedAt } }: EchoContext,
): Message {
  const at = item.sentAt && item.sentAt < receivedAt ? item.sentAt : receivedAt
  const { wamid } = item
  return {
    id: inboundMessageId(session.id, wamid),
    direction: 'out',
    owner: 'app',
    source: 'app',
    sessionId: session.id,
    to,
    conversationId: conversationIdOf(session.id, to),
    content: contentOf(item),
    ...(item.about && { replyTo: item.about.wamid }),
    mode: 'live',
    metadata: {},
    ifUnknown: 'fail',
    cancelOn: [],
    notAfter: at,
    createdAt: at,
    purgeAt: purgeDate('message', receivedAt),
    sending: 'accepted',
    attempt: 1,
    wamid,
    progress: encodeProgress(1, 'sent'),
    timeline: [{ source: 'meta', at, status: 'sent', attempt: 1, wamid, raw: JSON.stringify(echo) }],
  }
}

/** In the outline of our own contents, of which the rest was never validated. */
function contentOf({ type, content }: InboundItem): MessageContent {
  const known = type === 'template' ? 'unsupported' : type
  const member: unknown = type === 'contacts' ? content['contacts'] : content
  return { type: known, [known]: member } as unknown as MessageContent
}

/** Idempotent: a message that is stored already is found stored, and what follows is done again. */
async function record(
  message: Message,
  recipients: readonly Recipient[],
  needs: AppEchoNeeds,
): Promise<void> {
  await needs.messages.add(message)
  const { sessionId, createdAt: at } = message
  const known = { sessionId, identities: recipients.map((of) => ({ of, since: at })) }
  const conversation = await needs.conversations.updateByContact(known, (current) => {
    const before = current ?? newConversation(known, at)
    const isAnswer = !before.lastInboundAt || before.lastInboundAt <= at
    const state = isAnswer && before.state === 'needs_human' ? ('open' as const) : before.state
    return { ...before, state, unread: isAnswer ? 0 : before.unread, updatedAt: needs.clock.now() }
  })
  const reason = 'Cancelled: the contact was answered in the WhatsApp Business app.'
  if (conversation) await cancelOnReply(conversation, { at, reason }, needs)
}

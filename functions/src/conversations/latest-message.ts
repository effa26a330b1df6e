import type { MessageContent } from '../graph/payload.ts'
import { asNonEmptyString, asObject } from '../kernel/untrusted-json.ts'
import { ERASED } from '../kernel/bsuid.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { ListedMessage, MessageStore } from '../messages/message-store.ts'
import { allConversationIds } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'
import { laterMessage } from './merge-conversations.ts'
import { messagePreview } from './message-preview.ts'

export interface LatestMessageNeeds {
  messages: Pick<MessageStore, 'list'>
}

/**
 * Adds the latest message of either direction. The conversation stores the contact's last message; our own is read when
 * the conversation is shown, one query each, so that a send does not write the conversation.
 */
export async function withLatestMessage(
  conversation: Conversation,
  { messages }: LatestMessageNeeds,
): Promise<Conversation> {
  const sent = await lastSent(allConversationIds(conversation), messages)
  if (!sent) return conversation
  const last = laterMessage(conversation.lastMessage, {
    messageId: sent.id,
    direction: 'out',
    type: sent.content.type,
    text: messagePreview(
      sent.source === 'app' ? textOfApp(sent.content) : previewOf(sent.content),
      sent.content,
    ),
    at: sent.createdAt,
  })
  return { ...conversation, ...(last && { lastMessage: last }) }
}

/** Some at the top may be waiting, or never have reached Meta. */
const FEW = 10

/** The last one that Meta accepted: most often the youngest, else one of the few before it. */
async function lastSent(
  conversationIds: readonly string[],
  messages: LatestMessageNeeds['messages'],
): Promise<StoredMessage | undefined> {
  const ask = (limit: number) => messages.list({ conversationIds, direction: 'out', limit })
  const [youngest] = await ask(1)
  if (!youngest) return undefined
  if (wasSent(youngest)) return youngest
  return (await ask(FEW)).find(wasSent)
}

const wasSent = (message: ListedMessage): message is StoredMessage =>
  message.direction === 'out' && message.wamid !== undefined && message.to !== ERASED

type ContentOf<Type extends MessageContent['type']> = Extract<MessageContent, { type: Type }>

/** Content from the app has Meta's form: any part may be missing. */
function textOfApp(content: MessageContent): string {
  const { body, caption, name } = asObject(asObject(content)[content.type])
  return [body, caption, name].map(asNonEmptyString).find((text) => text !== undefined) ?? ''
}

/** What a message says in words. Of a template its name: what fills it may be a one-time code. */
const previewByType: { [Type in MessageContent['type']]: (content: ContentOf<Type>) => string | undefined } =
  {
    text: ({ text }) => text.body,
    template: ({ template }) => template.templateName,
    image: ({ image }) => image.caption,
    video: ({ video }) => video.caption,
    audio: () => '',
    document: ({ document }) => document.caption ?? document.filename,
    sticker: () => '',
    location: ({ location }) => location.name,
    contacts: ({ contacts }) => contacts[0]?.name.formattedName,
    interactive: ({ interactive }) => ('body' in interactive ? interactive.body : undefined),
    reaction: ({ reaction }) => reaction.emoji,
  }

const previewOf = (content: MessageContent): string =>
  (previewByType[content.type] as (content: MessageContent) => string | undefined)(content) ?? ''

/** Conversations: one contact on one session. */
import { z } from 'zod'
import { MessageView } from '../messages/message-view.ts'
import { optionalText, paging } from '../fields/request-fields.ts'
import { sessionFilter } from '../fields/session.ts'
import { count, instant, pageOf, sessionId } from '../fields/view-fields.ts'

const conversationStates = ['open', 'needs_human', 'resolved'] as const

const conversationId = z
  .string()
  .meta({ description: 'The conversation.', examples: ['cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'] })
const state = z.enum(conversationStates).meta({
  description: '`needs_human`: the contact wrote and needs an answer by a person.',
  examples: ['needs_human'],
})
const known = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] })
/** The query of `GET /v1/conversations`. */
export const ListConversationsQuery = z.strictObject({
  session: sessionFilter,
  state: state.exactOptional(),
  assignee: optionalText('Only conversations assigned to this user (uid).', 'Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'),
  q: optionalText(
    'A search: a phone number or business-scoped user id of the contact, the end of its number (four digits at least), or words of its name or username, whole or by prefix. A page may be shorter than `limit` and still have a next one.',
    'dana',
  ),
  ...paging,
})
export type ListConversationsQuery = z.infer<typeof ListConversationsQuery>

/** The query of `GET /v1/conversations/{id}/messages`. */
export const ConversationMessagesQuery = z.strictObject(paging)
export type ConversationMessagesQuery = z.infer<typeof ConversationMessagesQuery>

const NoteView = z
  .object({
    at: instant('When it was written.'),
    by: z.string().meta({ description: 'Who wrote it.', examples: ['user:Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'] }),
    text: z.string().meta({ description: 'What it says.', examples: ['Wants a call back on Monday.'] }),
  })
  .meta({ id: 'NoteView' })

const LastMessageView = z
  .object({
    id: z.string().meta({ description: 'The message.', examples: ['msg_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    direction: z.enum(['in', 'out']).meta({ description: 'In = from the contact.', examples: ['in'] }),
    type: z.string().meta({ description: 'The kind of content.', examples: ['text'] }),
    text: z.string().meta({
      description: 'The beginning of what it says; of a template its name.',
      examples: ['Yes, please'],
    }),
    at: instant('When it was written.'),
  })
  .meta({ id: 'LastMessageView' })

/** A conversation as the API and its events show it. */
export const ConversationView = z
  .object({
    id: conversationId,
    session: sessionId,
    phone: known('The phone number (E.164), where WhatsApp shows it.', '+972546800360'),
    waId: known("WhatsApp's own spelling of the number.", '972546800360'),
    bsuid: known('The business-scoped user id.', 'US.13491208655302741918'),
    parentBsuid: known('That of the parent business.', 'US.ENT.11815799212886844830'),
    name: known('The profile name of the contact.', 'Dana'),
    username: known('Its username in WhatsApp.', 'dana.k'),
    state,
    assignee: known('The assigned user (uid).', 'Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'),
    unread: count('Inbound messages that are not marked as read.', 2),
    lastMessage: LastMessageView.optional().meta({
      description: 'The last message of either side; in an event that of the contact.',
    }),
    lastInboundAt: instant('When the contact wrote last.').optional(),
    windowOpenUntil: instant(
      'Until when free-form messages are allowed; absent while that is unknown.',
    ).optional(),
    optedOut: z.array(z.enum(['marketing', 'all'])).meta({
      description: 'The opt-outs of the contact; details in `/v1/contacts/{id}/consent`.',
      examples: [['marketing']],
    }),
    notes: z
      .array(NoteView)
      .optional()
      .meta({ description: 'Internal notes, oldest first; only for a single conversation.' }),
    createdAt: instant('When it began.'),
    updatedAt: instant('When anything in it changed last.'),
  })
  .meta({ id: 'ConversationView' })
export type ConversationView = z.infer<typeof ConversationView>

/** One page of conversations, last changed first. */
export const ConversationList = pageOf(ConversationView, 'The conversations, last changed first.').meta({
  id: 'ConversationList',
})
export type ConversationList = z.infer<typeof ConversationList>

/** One page of the messages of a conversation, in both directions, newest first. */
export const ConversationMessages = pageOf(MessageView, 'Messages of both directions, newest first.').meta({
  id: 'ConversationMessages',
})

/** The body of `POST /v1/conversations/{id}/assign`. */
export const AssignRequest = z
  .strictObject({
    assignee: z
      .string()
      .min(1)
      .max(128)
      .nullable()
      .meta({
        description: 'The user to assign (uid); null removes the assignment.',
        examples: ['Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'],
      }),
  })
  .meta({ id: 'AssignRequest' })

/** The body of `POST /v1/conversations/{id}/notes`. */
export const NoteRequest = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(2000)
      .meta({
        description: 'An internal note; never sent to the contact.',
        examples: ['Wants a call back.'],
      }),
  })
  .meta({ id: 'NoteRequest' })

/** The body of `POST /v1/conversations/{id}/read`. */
export const ReadConversationRequest = z
  .strictObject({
    typing: z
      .boolean()
      .exactOptional()
      .meta({
        description: 'Show a typing indicator until the reply, 25 seconds at most.',
        examples: [true],
      }),
  })
  .meta({ id: 'ReadConversationRequest' })

/** What was erased of a contact, and the proof of it. */
export const ErasureProof = z
  .object({
    id: z.string().meta({
      description:
        'The erasure: the SHA-256 of session and contact, the only trace of the contact that remains.',
      examples: ['5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8'],
    }),
    session: sessionId,
    erasedAt: instant('When.'),
    erased: z.record(z.string(), z.int().min(0)).meta({
      description: 'The number of documents of each kind that were emptied or deleted.',
      examples: [{ messages: 12, inboxItems: 9, conversations: 1, media: 2 }],
    }),
    remaining: z
      .int()
      .min(0)
      .meta({ description: 'Documents that still name the contact, counted afterwards.', examples: [0] }),
    kept: z.array(z.string()).meta({
      description: 'What remains, and what expires when.',
      examples: [['Counts and receipts of messages, without numbers, names or texts.']],
    }),
    sha256: z.string().meta({
      description: 'The SHA-256 of this proof without this field, its keys sorted: the audit log has it too.',
      examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    }),
  })
  .meta({ id: 'ErasureProof' })
export type ErasureProof = z.infer<typeof ErasureProof>

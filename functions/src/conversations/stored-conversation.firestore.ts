import type { DocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import { type Recipient } from '../kernel/recipient.ts'
import { isBsuid } from '../kernel/bsuid.ts'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { searchTokens } from '../search/search-query.ts'
import { consentSources, conversationStates, type Conversation } from './conversation.ts'
import { searchableConversation } from './searchable-conversation.ts'

const StoredOptOut = z.object({
  at: timestampSchema,
  source: z.enum(consentSources),
  text: z.string().exactOptional(),
  liftedAt: timestampSchema.exactOptional(),
})

const StoredChoice = z.object({ value: z.string(), at: timestampSchema })

const StoredConversation = z.object({
  sessionId: z.string(),
  identities: z.array(
    z.object({
      of: z.custom<Recipient>(
        (value) => typeof value === 'string' && (value.startsWith('+') || isBsuid(value)),
        'is neither an E.164 number nor a BSUID',
      ),
      since: timestampSchema,
      seenAt: timestampSchema.exactOptional(),
    }),
  ),
  otherIds: z.array(z.string()),
  name: StoredChoice.exactOptional(),
  username: StoredChoice.exactOptional(),
  state: z.enum(conversationStates),
  episodes: z.number(),
  assignee: z.string().exactOptional(),
  notes: z.array(z.object({ at: timestampSchema, by: z.string(), text: z.string() })),
  unread: z.number(),
  lastMessage: z
    .object({
      messageId: z.string(),
      direction: z.enum(['in', 'out']),
      type: z.string(),
      text: z.string(),
      at: timestampSchema,
    })
    .exactOptional(),
  lastInboundAt: timestampSchema.exactOptional(),
  windowOpenUntil: timestampSchema.exactOptional(),
  replyCancelsUntil: timestampSchema.exactOptional(),
  optOuts: z.object({ marketing: StoredOptOut.exactOptional(), all: StoredOptOut.exactOptional() }),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  purgeAt: timestampSchema,
})

/** A document of `conversations`: the conversation itself, or where it is to be found; null when there is none. */
export type ReadConversation = { readonly conversation: Conversation } | { readonly leadsTo: string } | null

/** Reads a document of `conversations`. */
export function readConversation(document: DocumentSnapshot): ReadConversation {
  if (!document.exists) return null
  const leadsTo: unknown = document.get('leadsTo')
  if (typeof leadsTo === 'string') return { leadsTo }
  return { conversation: { id: document.id, ...parseDocument(StoredConversation, document) } }
}

/** A conversation as it is written, its id apart. */
export function toStoredConversation({ id: _id, ...conversation }: Conversation): Record<string, unknown> {
  const found = searchableConversation(conversation)
  return { ...conversation, search: found ? searchTokens(found) : [] }
}

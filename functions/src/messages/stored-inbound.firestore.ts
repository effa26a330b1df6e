import type { DocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import { type Recipient } from '../kernel/recipient.ts'
import { wamidKey } from '../graph/wamid-key.ts'
import { isBsuid } from '../kernel/bsuid.ts'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { InboundMessage } from './inbound-message.ts'
import { StoredObject, StoredObjects } from './stored-json.firestore.ts'
import { StoredMedia } from './stored-media.firestore.ts'
import { searchTokens } from '../search/search-query.ts'
import { inboundSearchTerms } from './message-search-terms.ts'

const StoredInbound = z.object({
  id: z.string(),
  direction: z.literal('in'),
  sessionId: z.string(),
  conversationId: z.string(),
  from: z.custom<Recipient>(
    (value) => typeof value === 'string' && (value.startsWith('+') || isBsuid(value)),
    'is neither an E.164 number nor a BSUID',
  ),
  wamid: z.string(),
  contentType: z.string(),
  content: StoredObject,
  text: z.string(),
  raw: z.string().exactOptional(),
  replyTo: z.string().exactOptional(),
  replyToId: z.string().exactOptional(),
  forwarded: z.enum(['once', 'often']).exactOptional(),
  extras: StoredObject.exactOptional(),
  errors: StoredObjects.exactOptional(),
  media: StoredMedia.exactOptional(),
  changes: z.array(
    z.object({
      kind: z.enum(['edit', 'revoke']),
      at: timestampSchema,
      wamid: z.string(),
      raw: z.string(),
      type: z.string().exactOptional(),
      content: StoredObject.exactOptional(),
      text: z.string().exactOptional(),
    }),
  ),
  createdAt: timestampSchema,
  receivedAt: timestampSchema,
  purgeAt: timestampSchema,
})

/** Whether a document of `messages` is an inbound message. */
export const isInbound = (document: DocumentSnapshot): boolean => document.get('direction') === 'in'

/** Parses an inbound document of `messages`. */
export function readStoredInbound(document: DocumentSnapshot): InboundMessage {
  const { contentType: type, ...message } = parseDocument(StoredInbound, document)
  return { ...message, type }
}

/** Serialises a message. Meta's lists may contain lists, which Firestore refuses: they are stored as JSON. */
export const toStoredInbound = ({ type, ...message }: InboundMessage): Record<string, unknown> => ({
  ...message,
  search: searchTokens(inboundSearchTerms({ ...message, type })),
  wamidKey: wamidKey(message.wamid),
  contentType: type,
  content: JSON.stringify(message.content),
  ...(message.extras && { extras: JSON.stringify(message.extras) }),
  ...(message.errors && { errors: JSON.stringify(message.errors) }),
  changes: message.changes.map((change) => ({
    ...change,
    ...(change.content && { content: JSON.stringify(change.content) }),
  })),
})

import type { DocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import { type Recipient } from '../kernel/recipient.ts'
import { wamidKey } from '../graph/wamid-key.ts'
import { isBsuid } from '../kernel/bsuid.ts'
import { knownErrorCode, parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { type Message } from './message.ts'
import { sendings, type Sending } from './send-state.ts'
import { reachedStatuses } from './progress.ts'
import { searchTokens } from '../search/search-query.ts'
import { StoredContent, StoredTemplate } from './stored-json.firestore.ts'
import { outboundSearchTerms } from './message-search-terms.ts'

/** A state that is only shown: a word of a newer release is shown as it is. */
const shownState = z.custom<Sending>((value) => typeof value === 'string', 'is no state')

const StoredMetaError = z.object({
  code: z.number().exactOptional(),
  subcode: z.number().exactOptional(),
  title: z.string().exactOptional(),
  details: z.string().exactOptional(),
  fbtraceId: z.string().exactOptional(),
})

/** One entry of a timeline. */
export const StoredEntry = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('waypost'),
    at: timestampSchema,
    status: shownState,
    attempt: z.number(),
    note: z.string().exactOptional(),
    code: z.string().exactOptional(),
  }),
  z.object({
    source: z.literal('meta'),
    at: timestampSchema,
    status: z.string(),
    attempt: z.number(),
    wamid: z.string(),
    raw: z.string(),
    contacts: z.string().exactOptional(),
  }),
])

const category = z.enum(['authentication', 'utility', 'marketing', 'unknown'])

const StoredMessage = z.object({
  id: z.string(),
  direction: z.literal('out'),
  owner: z.string(),
  source: z.literal('app').exactOptional(),
  sessionId: z.string(),
  to: z.custom<Recipient>(
    (value) => typeof value === 'string' && (value.startsWith('+') || isBsuid(value)),
    'is neither an E.164 number nor a BSUID',
  ),
  conversationId: z.string(),
  content: StoredContent,
  category: category.exactOptional(),
  fallback: z.object({ template: StoredTemplate, category }).exactOptional(),
  replaced: StoredContent.exactOptional(),
  replyTo: z.string().exactOptional(),
  mode: z.enum(['live', 'test']),
  metadata: z.record(z.string(), z.string()),
  ifUnknown: z.enum(['resend', 'fail']),
  cancelOn: z.array(z.literal('reply')),
  notAfter: timestampSchema,
  createdAt: timestampSchema,
  purgeAt: timestampSchema,
  heldBy: z.enum(['session', 'template']).exactOptional(),
  followUp: z
    .object({ wakeAt: timestampSchema.exactOptional(), holdSession: z.boolean().exactOptional() })
    .exactOptional(),
  attemptBase: z.number().exactOptional(),
  uncounted: z.number().exactOptional(),
  askedAgainAt: timestampSchema.exactOptional(),
  quietHours: z
    .object({ from: z.string(), to: z.string(), timeZone: z.string().exactOptional() })
    .exactOptional(),
  outbox: z.object({ path: z.string(), track: z.boolean(), recipients: z.number() }).exactOptional(),
  fingerprint: z.string().exactOptional(),
  sending: z.enum(sendings),
  attempt: z.number(),
  wakeAt: timestampSchema.exactOptional(),
  wamid: z.string().exactOptional(),
  error: z
    .object({ code: knownErrorCode, message: z.string(), meta: StoredMetaError.exactOptional() })
    .exactOptional(),
  answer: z.object({ status: shownState }).exactOptional(),
  progress: z.number(),
  timeline: z.array(StoredEntry),
})

/** Reads a document of `messages`. */
export const readStoredMessage = (document: DocumentSnapshot): Message =>
  parseDocument<Message>(StoredMessage, document)

/**
 * Serialises a new message. Its content is stored as JSON: Meta's components may nest lists in lists, which Firestore
 * refuses. Search terms are stored beside it.
 */
export const toStored = ({ fallback, ...message }: Message): Record<string, unknown> => ({
  ...message,
  ...storedContent(message),
  search: searchTokens(outboundSearchTerms({ ...message, ...(fallback && { fallback }) })),
  ...(message.wamid !== undefined && { wamidKey: wamidKey(message.wamid) }),
  reached: reachedStatuses(message.timeline.filter(({ source }) => source === 'meta')),
  ...(fallback && { fallback: { ...fallback, template: JSON.stringify(fallback.template) } }),
})

/** The stored fields of a message's content. */
export const storedContent = ({
  content,
  category,
  replaced,
}: Pick<Message, 'content' | 'category' | 'replaced'>): Record<string, unknown> => ({
  content: JSON.stringify(content),
  contentType: content.type,
  ...(category && { category }),
  ...(replaced && { replaced: JSON.stringify(replaced) }),
  ...(content.type === 'template' && { templateName: content.template.templateName }),
})

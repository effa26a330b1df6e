import { asObject, omitUndefined, asNonEmptyString } from '../kernel/untrusted-json.ts'
import type { Message } from './message.ts'

/** The file of an inbound message: Meta's description of it and the state of our download. */
export interface MessageMedia {
  readonly state: 'pending' | 'stored' | 'too_big' | 'failed'
  /** Meta's id of the file, good for seven days. */
  readonly metaId: string
  /** Meta's value, parameters included. */
  readonly mimeType: string
  /** In base64, as in webhooks. */
  readonly sha256?: string
  readonly filename?: string
  /** In bytes, once stored. */
  readonly size?: number
  /** Why it is not stored, after the last try. */
  readonly because?: string
}

/** Why a file is not stored, for API users. What an attempt met stays in the record and the log: it may name hosts. */
export function mediaReason({ state, because }: Pick<MessageMedia, 'state' | 'because'>): string | undefined {
  if (state === 'too_big') return 'The file is larger than 100 MB.'
  if (state === 'failed') return 'Meta no longer has the file, or did not let this account fetch it.'
  return state === 'pending' && because !== undefined
    ? 'The last attempt to fetch it from Meta failed; it is tried again.'
    : undefined
}

/** A message that came with a file, as far as the file needs it. */
export interface MessageWithMedia extends Pick<Message, 'id' | 'sessionId' | 'purgeAt'> {
  readonly media: MessageMedia
}

/** The parts of a message that are files. */
const fileTypes = ['image', 'video', 'audio', 'document', 'sticker', 'voice']

/**
 * The file of a message that came in, still to be fetched; undefined where it has none.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
 * @param item one entry of `messages` of a webhook, parsed
 */
export function mediaOf(item: unknown): MessageMedia | undefined {
  const message = asObject(item)
  const type = fileTypes.find((name) => name === message['type'])
  const { id, mime_type: mimeType, sha256, filename } = asObject(type && message[type])
  const metaId = asNonEmptyString(id)
  if (metaId === undefined) return undefined
  return {
    state: 'pending',
    metaId,
    mimeType: asNonEmptyString(mimeType)?.slice(0, MAX_TEXT_LENGTH) ?? 'application/octet-stream',
    ...omitUndefined({
      sha256: asNonEmptyString(sha256),
      filename: asNonEmptyString(filename)?.slice(0, MAX_TEXT_LENGTH),
    }),
  }
}

const MAX_TEXT_LENGTH = 500

/** Under which name a file is kept: by the day its message may be deleted, so that a day goes at once. */
export const mediaName = ({ id, purgeAt }: Pick<Message, 'id' | 'purgeAt'>): string =>
  `${dayOf(purgeAt)}/${id}`

/** The day in UTC: `2027-01-31`. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)

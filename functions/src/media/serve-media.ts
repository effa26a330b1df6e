import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { RouteAnswer } from '../http/route.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import { byteRange } from './byte-range.ts'
import { mediaName, mediaReason, type MessageWithMedia } from '../messages/message-media.ts'
import { mediaHeaders } from './media-headers.ts'
import type { MessageMediaStore } from './message-media-store.ts'
import type { BlobStore } from './blob-store.ts'

export interface ServeMediaNeeds extends Pick<SessionServices, 'sessions'> {
  records: Pick<MessageMediaStore, 'find'>
  store(): Promise<Pick<BlobStore, 'open'>>
}

const PENDING_SECONDS = 5

/**
 * The file that came with a message, whole or the part that `range` asks for.
 * @param id of the message
 * @throws WaypostError `MEDIA_NOT_FOUND`, also for a session of another owner; `MEDIA_PENDING`, `MEDIA_NOT_KEPT`
 */
export async function serveMedia(
  id: string,
  { caller, range }: { caller: Caller; range: string | undefined },
  needs: ServeMediaNeeds,
): Promise<RouteAnswer & { status: 200 | 206 | 416 }> {
  const message = await visibleMedia(id, caller, needs)
  const { size = 0 } = message.media
  const headers = mediaHeaders(message.media, id)
  const part = byteRange(range, size)
  if (part === 'beyond')
    return { status: 416, body: '', headers: { ...headers, 'content-range': `bytes */${String(size)}` } }
  const body = await (await needs.store()).open(mediaName(message), part)
  if (!body) throw new WaypostError('MEDIA_NOT_FOUND', { id })
  if (!part) return { status: 200, body, headers: { ...headers, 'content-length': String(size) } }
  const { start, end } = part
  return {
    status: 206,
    body,
    headers: {
      ...headers,
      'content-length': String(end - start + 1),
      'content-range': `bytes ${String(start)}-${String(end)}/${String(size)}`,
    },
  }
}

/** A stored file of a session that is the caller's. */
async function visibleMedia(
  id: string,
  caller: Caller,
  { records, sessions }: ServeMediaNeeds,
): Promise<MessageWithMedia> {
  const [message, all] = await Promise.all([isId('msg', id) ? records.find(id) : null, sessions()])
  if (!message || !ownedSessions(caller, all).some((session) => session.id === message.sessionId))
    throw new WaypostError('MEDIA_NOT_FOUND', { id })
  const { state } = message.media
  if (state === 'pending') throw new WaypostError('MEDIA_PENDING', { id, retryAfterSeconds: PENDING_SECONDS })
  if (state !== 'stored')
    throw new WaypostError('MEDIA_NOT_KEPT', {
      id,
      message: `The media is not available. ${mediaReason(message.media) ?? ''}`.trim(),
    })
  return message
}

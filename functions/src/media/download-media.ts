import type { OpenedMedia, OpenMedia } from '../graph/media.ts'
import { graphSender } from '../graph/graph-sender.ts'
import type { Log } from '../kernel/log.ts'
import type { Session } from '../sessions/session.ts'
import { verifiedStream, FileMismatchError } from './verified-stream.ts'
import { mediaName, type MessageMedia, type MessageWithMedia } from '../messages/message-media.ts'
import type { MessageMediaStore } from './message-media-store.ts'
import type { BlobStore } from './blob-store.ts'

export interface DownloadMediaNeeds {
  records: MessageMediaStore
  openMedia: OpenMedia
  store(): Promise<Pick<BlobStore, 'put' | 'remove'>>
  session(id: string): Promise<Pick<Session, 'phoneNumberId' | 'tokenSecret'> | undefined>
  log: Log
}

export interface DownloadTry {
  readonly messageId: string
  /** Whether nobody tries again after this one. */
  readonly isLast: boolean
}

/** What Meta takes from a person at most. */
const MAX_BYTES = 100 * 1024 * 1024

/**
 * Fetches the file of a message from Meta into the store. Asks for its address anew each time, since one lives five
 * minutes. How it ended stands in the message: a file is stored, too big, failed, or still pending with what stood in
 * the way. Twice is once: a file that is no longer pending is left as it is.
 * @throws when it is worth another try
 */
export async function downloadMedia(
  { messageId, isLast }: DownloadTry,
  needs: DownloadMediaNeeds,
): Promise<void> {
  const message = await needs.records.find(messageId)
  if (message?.media.state !== 'pending') return
  const ended = await fetched(message, needs)
  const { because: _before, ...known } = message.media
  const media: MessageMedia = {
    ...known,
    ...ended,
    state: isLast && ended.state === 'pending' ? 'failed' : ended.state,
  }
  if (!(await needs.records.update(messageId, media))) {
    // The person was erased meanwhile: so is the file.
    await (await needs.store()).remove(mediaName(message))
    return
  }
  const { state, because } = media
  if (state === 'stored') needs.log.info('media.stored', { messageId, size: media.size })
  else needs.log.warn('media.not_stored', { messageId, state, because })
  if (state === 'pending') throw new Error(`The file of ${messageId} is not here yet: ${because ?? ''}`)
}

type DownloadResult = Pick<MessageMedia, 'state' | 'size' | 'because'>

async function fetched(message: MessageWithMedia, needs: DownloadMediaNeeds): Promise<DownloadResult> {
  try {
    const session = await needs.session(message.sessionId)
    if (!session) return { state: 'failed', because: 'Its session is not here any more.' }
    const opened = await needs.openMedia(graphSender(session, 'live'), message.media.metaId)
    return 'failure' in opened ? failed(opened) : await stored(message, opened, needs)
  } catch (error) {
    if (error instanceof FileMismatchError && error.because === 'too_big') return tooLarge
    return { state: 'pending', because: error instanceof Error ? error.message : String(error) }
  }
}

const tooLarge: DownloadResult = { state: 'too_big', because: 'It has more than 100 MB.' }

/** Meta's word for an object that is not there (any more), or that the token may not see. */
const GONE = { code: 100, subcode: 33 }

function failed({ failure }: Extract<OpenedMedia, { failure: unknown }>): DownloadResult {
  const { code, subcode, message, details } = failure
  if (code === GONE.code && subcode === GONE.subcode)
    return {
      state: 'failed',
      because: 'Meta does not have it any more, or does not show it to this account.',
    }
  return { state: 'pending', because: details ?? message ?? 'Meta refused without a word.' }
}

async function stored(
  message: MessageWithMedia,
  { info, bytes }: Exclude<OpenedMedia, { failure: unknown }>,
  { store }: DownloadMediaNeeds,
): Promise<DownloadResult> {
  if (info.size !== undefined && info.size > MAX_BYTES) {
    await bytes[Symbol.asyncIterator]().return?.()
    return tooLarge
  }
  const { mimeType, sha256: base64 } = message.media
  const told = base64 === undefined ? [] : [Buffer.from(base64, 'base64').toString('hex')]
  const sha256 = [...told, ...(info.sha256 === undefined ? [] : [info.sha256])]
  let size = 0
  const checked = verifiedStream(bytes, { size: info.size, sha256, maxBytes: MAX_BYTES }, (count) => {
    size = count
  })
  await (await store()).put(mediaName(message), checked, { mimeType, until: message.purgeAt })
  return { state: 'stored', size }
}

import type { KernelServices } from '../kernel/kernel-services.ts'
import type { OpenedMedia, OpenMedia } from '../graph/media.ts'
import { graphSender } from '../graph/graph-sender.ts'
import type { Session } from '../sessions/session.ts'
import { verifiedStream, FileMismatchError } from './verified-stream.ts'
import { mediaName, type MessageMedia, type MessageWithMedia } from '../messages/message-media.ts'
import type { MessageMediaStore } from './message-media-store.ts'
import type { BlobStore } from './blob-store.ts'

export interface DownloadMediaNeeds extends Pick<KernelServices, 'log'> {
  records: MessageMediaStore
  openMedia: OpenMedia
  store(): Promise<Pick<BlobStore, 'put' | 'remove'>>
  session(id: string): Promise<Pick<Session, 'phoneNumberId' | 'tokenSecret'> | undefined>
}

export interface DownloadTry {
  readonly messageId: string
  /** Whether this is the last try. */
  readonly isLast: boolean
}

/** Meta's limit for files from contacts. */
const MAX_BYTES = 100 * 1024 * 1024

/**
 * Downloads the file of a message from Meta into the store. Requests a new URL each time, as one is valid for five
 * minutes. The outcome is written to the message: stored, too big, failed, or pending with a reason. Idempotent: a file
 * that is no longer pending is left alone.
 * @throws when a retry may help
 */
export async function downloadMedia(
  { messageId, isLast }: DownloadTry,
  needs: DownloadMediaNeeds,
): Promise<void> {
  const message = await needs.records.find(messageId)
  if (message?.media.state !== 'pending') return
  const { detail, ...ended } = await fetchFile(message, needs)
  const { because: _before, ...known } = message.media
  const media: MessageMedia = {
    ...known,
    ...ended,
    state: isLast && ended.state === 'pending' ? 'failed' : ended.state,
  }
  if (!(await needs.records.update(messageId, media))) {
    // The contact was erased meanwhile: delete the file.
    await (await needs.store()).remove(mediaName(message))
    return
  }
  const { state, because } = media
  if (state === 'stored') needs.log.info('media.stored', { messageId, size: media.size })
  else needs.log.warn('media.not_stored', { messageId, state, because, detail })
  if (state === 'pending')
    throw new Error(`The file of ${messageId} is not stored yet. ${because ?? ''} ${detail ?? ''}`)
}

interface DownloadResult extends Pick<MessageMedia, 'state' | 'size' | 'because'> {
  /** What happened exactly: for the log, never for the API. */
  readonly detail?: string
}

/** Reasons that the API shows: a closed set, without error texts of ours or of the network. */
const reasons = {
  noSession: 'The session no longer exists.',
  gone: 'Meta no longer has the file, or does not show it to this account.',
  tooBig: 'The file is larger than 100 MB.',
  refused: 'Meta refused the download.',
  damaged: 'The file does not match what Meta announced.',
  interrupted: 'The download from Meta failed.',
} as const

async function fetchFile(message: MessageWithMedia, needs: DownloadMediaNeeds): Promise<DownloadResult> {
  try {
    const session = await needs.session(message.sessionId)
    if (!session) return { state: 'failed', because: reasons.noSession }
    const opened = await needs.openMedia(graphSender(session, 'live'), message.media.metaId)
    return 'failure' in opened ? failed(opened) : await stored(message, opened, needs)
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!(error instanceof FileMismatchError))
      return { state: 'pending', because: reasons.interrupted, detail }
    return error.because === 'too_big' ? tooLarge : { state: 'pending', because: reasons.damaged, detail }
  }
}

const tooLarge: DownloadResult = { state: 'too_big', because: reasons.tooBig }

/** Meta's error for an object that does not exist or that the token cannot see. */
const GONE = { code: 100, subcode: 33 }

function failed({ failure }: Extract<OpenedMedia, { failure: unknown }>): DownloadResult {
  const { code, subcode, message, details } = failure
  if (code === GONE.code && subcode === GONE.subcode) return { state: 'failed', because: reasons.gone }
  const detail = details ?? message
  return { state: 'pending', because: reasons.refused, ...(detail !== undefined && { detail }) }
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
  const announced = base64 === undefined ? [] : [Buffer.from(base64, 'base64').toString('hex')]
  const sha256 = [...announced, ...(info.sha256 === undefined ? [] : [info.sha256])]
  let size = 0
  const checked = verifiedStream(bytes, { size: info.size, sha256, maxBytes: MAX_BYTES }, (count) => {
    size = count
  })
  await (await store()).put(mediaName(message), checked, { mimeType, until: message.purgeAt })
  return { state: 'stored', size }
}

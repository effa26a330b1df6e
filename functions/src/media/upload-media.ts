import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import {
  bareMimeType,
  mediaTypes,
  WaypostError,
  type UploadMediaAnswer,
  type UploadMediaDryRun,
  type UploadMediaQuery,
} from '@waypost/contract'
import { canSeeMetaErrors, type Caller } from '../http/caller.ts'
import type { UploadedFile } from '../http/route.ts'
import type { UploadMedia } from '../graph/media.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { graphSender } from '../graph/graph-sender.ts'
import { after } from '../kernel/clock.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import { errorOf } from '../messages/message-error.ts'
import type { SendSettings } from '../messages/send-settings.ts'
import { modeOf } from '../http/caller.ts'

export interface UploadMediaNeeds extends Pick<KernelServices & SessionServices, 'sessions' | 'clock'> {
  uploadMedia: UploadMedia
  settings: Pick<SendSettings, 'hasSimulator'>
}

/** How long Meta keeps what was uploaded. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
const META_KEEPS_SECONDS = 30 * 86_400

/**
 * Uploads a file to Meta, to be sent through the same sender.
 * @throws WaypostError `MEDIA_TYPE_UNSUPPORTED`, `MEDIA_TOO_LARGE`, `INVALID_REQUEST` for an
 *   empty file, or Meta's refusal
 */
export async function uploadMedia(
  file: UploadedFile,
  { caller, input }: { caller: Caller; input: UploadMediaQuery },
  needs: UploadMediaNeeds,
): Promise<UploadMediaAnswer | UploadMediaDryRun> {
  const session = resolveSession(caller, input.session ?? file.fields['session'], await needs.sessions())
  const mimeType = checkedType(file)
  const size = file.bytes.length
  const mode = modeOf(caller)
  if (mode === 'test' && !needs.settings.hasSimulator) return { dryRun: true, mimeType, size }
  const now = needs.clock.now()
  const uploaded = await needs.uploadMedia(graphSender(session, mode), {
    bytes: file.bytes,
    mimeType,
    filename: input.filename ?? file.filename ?? 'file',
  })
  if ('failure' in uploaded) throw refusalOf(uploaded, caller)
  return {
    id: uploaded.id,
    mimeType,
    size,
    expiresAt: after(now, META_KEEPS_SECONDS).toISOString(),
  }
}

/** The type of a file that WhatsApp takes, without its parameters. */
function checkedType({ bytes, mimeType }: UploadedFile): string {
  const bare = bareMimeType(mimeType)
  const type = mediaTypes.get(bare)
  if (!type)
    throw new WaypostError('MEDIA_TYPE_UNSUPPORTED', {
      message: `WhatsApp does not accept files of type ${bare === '' ? '(none)' : bare.slice(0, 100)}.`,
    })
  if (bytes.length === 0)
    throw new WaypostError('INVALID_REQUEST', {
      message: 'The file is empty.',
      fields: [{ path: '/file', message: 'is empty' }],
    })
  if (bytes.length > type.mostBytes)
    throw new WaypostError('MEDIA_TOO_LARGE', {
      message: `The file has ${String(bytes.length)} bytes; WhatsApp accepts up to ${String(type.mostBytes)} for type ${bare}.`,
    })
  return bare
}

function refusalOf(
  { failure }: Extract<Awaited<ReturnType<UploadMedia>>, { failure: unknown }>,
  caller: Caller,
): WaypostError {
  if (failure.code === undefined)
    return new WaypostError('UPSTREAM_FAILED', {
      message: failure.message,
      meta: canSeeMetaErrors(caller) ? failure : undefined,
    })
  const { code, message, meta } = errorOf(failure, ruleFor(failure))
  return new WaypostError(code, { message, meta: canSeeMetaErrors(caller) ? meta : undefined })
}

/** Stores a file sent by a person for download and describes it as in the webhook. */
import { newGraphId } from '../ids.ts'
import { INBOUND_DAYS, sha256Of, type Media } from '../media/media.ts'
import { downloadUrl } from '../media/media-routes.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import type { InboundMedia, Payload } from './inbound-types.ts'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const mimeTypes: Readonly<Record<InboundMedia, string>> = {
  image: 'image/png',
  video: 'video/mp4',
  audio: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
  voice: 'audio/ogg; codecs=opus',
}

/**
 * The media object of a webhook. `given` may hold `data` (base64 of the file), `mime_type`, `caption`, `filename`,
 * `voice`, `animated`; other members are passed through.
 */
export function mediaContent(
  simulator: SimulatorContext,
  kind: InboundMedia,
  context: { given: Payload; phoneNumberId: string; origin: string },
): Payload {
  const { data, ...members } = context.given
  const mimeType = typeof members['mime_type'] === 'string' ? members['mime_type'] : mimeTypes[kind]
  const isPicture = mimeType === 'image/png' && data === undefined
  const bytes = Buffer.from(
    isPicture
      ? PIXEL
      : typeof data === 'string'
        ? data
        : Buffer.from(`a simulated ${kind}`).toString('base64'),
    'base64',
  )
  const media: Media = {
    id: newGraphId(),
    phoneNumberId: context.phoneNumberId,
    mimeType,
    bytes,
    expiresAt: simulator.clock.now().getTime() + INBOUND_DAYS * 86_400_000,
  }
  simulator.state.media.set(media.id, media)
  return {
    mime_type: mimeType,
    sha256: sha256Of(bytes, 'base64'),
    id: media.id,
    url: downloadUrl(simulator, media.id, context.origin),
    ...(kind === 'document' && { filename: 'document.pdf' }),
    ...(kind === 'sticker' && { animated: false }),
    ...(kind === 'audio' && { voice: true }),
    ...members,
  }
}

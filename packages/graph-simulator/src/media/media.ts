/** Media of the Cloud API: uploaded by the business (stored 30 days) or sent by a person (7 days). */
import { createHash } from 'node:crypto'

export interface Media {
  readonly id: string
  readonly phoneNumberId: string
  readonly mimeType: string
  readonly bytes: Uint8Array
  readonly filename?: string
  readonly expiresAt: number
}

export const UPLOADED_DAYS = 30
export const INBOUND_DAYS = 7
/** A download address lives five minutes. */
export const URL_SECONDS = 300

export function sha256Of(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding)
}

/** The MIME type of a media that has not expired. */
export function findUnexpiredMedia(
  media: ReadonlyMap<string, Media>,
  id: string,
  now: Date,
): Media | undefined {
  const found = media.get(id)
  return found && found.expiresAt > now.getTime() ? found : undefined
}

/**
 * Files in a free-form message: by link, or by the id of an upload.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
 */
import { z } from 'zod'

const link = z
  .url({ protocol: /^https?$/, error: 'must be a link that starts with https:// (or http://)' })
  .max(2000)
  .exactOptional()
  .meta({
    description:
      'A public address that Meta fetches the file from; it must answer with the right Content-Type.',
    examples: ['https://example.com/image.jpg'],
  })

const mediaId = z
  .string()
  .regex(/^\d{1,40}$/, "must be the digits of Meta's media id")
  .exactOptional()
  .meta({ description: 'The id of a file uploaded to Meta before.', examples: ['1013859600285441'] })

const caption = z
  .string()
  .min(1)
  .max(1024)
  .exactOptional()
  .meta({ description: 'The text below it, 1024 characters at most.', examples: ['Your new shoes'] })

const filename = z
  .string()
  .min(1)
  .max(240)
  .exactOptional()
  .meta({ description: 'The name shown; its ending decides the icon.', examples: ['invoice-1042.pdf'] })

const voice = z
  .boolean()
  .exactOptional()
  .meta({ description: 'Show it as a voice message; the file must be Ogg with Opus.', examples: [true] })

const exactlyOne = (media: { link?: string; mediaId?: string }) =>
  (media.link === undefined) !== (media.mediaId === undefined)
const oneOfTwo = { error: 'must have exactly one of link and mediaId' }

/** A file without words of its own: a sticker, the header of an interactive message. */
export const MediaFile = z
  .strictObject({ link, mediaId })
  .refine(exactlyOne, oneOfTwo)
  .meta({ id: 'MediaFile' })
export type MediaFile = z.infer<typeof MediaFile>

/** An image or a video. */
export const CaptionedMedia = z
  .strictObject({ link, mediaId, caption })
  .refine(exactlyOne, oneOfTwo)
  .meta({ id: 'CaptionedMedia' })
export type CaptionedMedia = z.infer<typeof CaptionedMedia>

export const AudioMedia = z
  .strictObject({ link, mediaId, voice })
  .refine(exactlyOne, oneOfTwo)
  .meta({ id: 'AudioMedia' })
export type AudioMedia = z.infer<typeof AudioMedia>

export const DocumentMedia = z
  .strictObject({ link, mediaId, caption, filename })
  .refine(exactlyOne, oneOfTwo)
  .meta({ id: 'DocumentMedia' })
export type DocumentMedia = z.infer<typeof DocumentMedia>

/** The document in the header of an interactive message. */
export const DocumentFile = z
  .strictObject({ link, mediaId, filename })
  .refine(exactlyOne, oneOfTwo)
  .meta({ id: 'DocumentFile' })

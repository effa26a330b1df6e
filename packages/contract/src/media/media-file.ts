/**
 * A file in a request: by public link, or by the id of an upload.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
 */
import { z } from 'zod'
import { httpLink } from '../fields/link.ts'

const link = httpLink.exactOptional().meta({
  description: 'A public URL that Meta fetches the file from. It must answer with the right Content-Type.',
  examples: ['https://example.com/image.jpg'],
})

const mediaId = z
  .string()
  .regex(/^\d{1,40}$/, "must be the digits of Meta's media id")
  .exactOptional()
  .meta({
    description: "Meta's id of an uploaded file: the `id` that `POST /v1/media` answers.",
    examples: ['1013859600285441'],
  })

/** The file name a recipient sees, 240 characters at most. */
export const filename = z
  .string()
  .min(1)
  .max(240)
  .exactOptional()
  .meta({ description: 'The name shown. Its extension selects the icon.', examples: ['invoice-1042.pdf'] })

/** The two ways to name a file. Exactly one of them is sent: `oneSource` checks that. */
export const sourceFields = { link, mediaId }

/** For `refine`: whether a file is named in exactly one way. */
export const oneSource = (media: { link?: string; mediaId?: string }): boolean =>
  (media.link === undefined) !== (media.mediaId === undefined)

/** What `oneSource` says when it fails. */
export const oneSourceFault = { error: 'must have exactly one of link and mediaId' }

/** A file without a caption: a sticker, an image or video in a header. */
export const MediaFile = z
  .strictObject(sourceFields)
  .refine(oneSource, oneSourceFault)
  .meta({ id: 'MediaFile' })
export type MediaFile = z.infer<typeof MediaFile>

/** A document without a caption: in the header of a template or of an interactive message. */
export const DocumentFile = z
  .strictObject({ ...sourceFields, filename })
  .refine(oneSource, oneSourceFault)
  .meta({ id: 'DocumentFile' })
export type DocumentFile = z.infer<typeof DocumentFile>

import { z } from 'zod'

const link = z
  .url({ protocol: /^https?$/, error: 'must be a link that starts with https:// (or http://)' })
  .max(2000)
  .meta({
    description:
      'A public address that Meta fetches the file from; it must answer with the right Content-Type.',
    examples: ['https://example.com/image.jpg'],
  })

const id = z
  .string()
  .regex(/^\d{1,40}$/, "must be the digits of Meta's media id")
  .meta({ description: 'The id of media uploaded to Meta before.', examples: ['1013859600285441'] })

const fields = { link: link.exactOptional(), id: id.exactOptional() }

const exactlyOne = (media: { link?: string; id?: string }) =>
  (media.link === undefined) !== (media.id === undefined)
const oneOfTwo = { error: 'must have exactly one of link and id' }

/** An image or a video, by link or by media id. */
export const MediaSource = z.strictObject(fields).refine(exactlyOne, oneOfTwo)
export type MediaSource = z.infer<typeof MediaSource>

/** A document, by link or by media id, with the name it is shown under. */
export const DocumentSource = z
  .strictObject({
    ...fields,
    filename: z
      .string()
      .min(1)
      .max(240)
      .exactOptional()
      .meta({ description: 'The name shown; its ending decides the icon.', examples: ['invoice-1042.pdf'] }),
  })
  .refine(exactlyOne, oneOfTwo)
export type DocumentSource = z.infer<typeof DocumentSource>

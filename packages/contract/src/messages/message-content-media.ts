/** Files in a free-form message, with the text and the flags that belong to them. */
import { z } from 'zod'
import { filename, oneSource, oneSourceFault, sourceFields } from '../media/media-file.ts'

const caption = z
  .string()
  .min(1)
  .max(1024)
  .exactOptional()
  .meta({ description: 'The text below the file, 1024 characters at most.', examples: ['Your new shoes'] })

const voice = z
  .boolean()
  .exactOptional()
  .meta({ description: 'Show it as a voice message. The file must be Ogg with Opus.', examples: [true] })

/** An image or a video, with a caption if there is one. */
export const CaptionedMedia = z
  .strictObject({ ...sourceFields, caption })
  .refine(oneSource, oneSourceFault)
  .meta({ id: 'CaptionedMedia' })
export type CaptionedMedia = z.infer<typeof CaptionedMedia>

/** A sound, or a voice message. */
export const AudioMedia = z
  .strictObject({ ...sourceFields, voice })
  .refine(oneSource, oneSourceFault)
  .meta({ id: 'AudioMedia' })
export type AudioMedia = z.infer<typeof AudioMedia>

/** A document, with a caption and a file name if there are any. */
export const DocumentMedia = z
  .strictObject({ ...sourceFields, caption, filename })
  .refine(oneSource, oneSourceFault)
  .meta({ id: 'DocumentMedia' })
export type DocumentMedia = z.infer<typeof DocumentMedia>

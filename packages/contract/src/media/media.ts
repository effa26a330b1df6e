/** Media over the API: files that came in with messages, and files uploaded to be sent. */
import { z } from 'zod'
import { instant } from '../fields/view-fields.ts'
import { session } from '../fields/session.ts'

/** The query of `POST /v1/media`. The file is the body, or the part `file` of a form. */
export const UploadMediaQuery = z
  .strictObject({
    session,
    filename: z
      .string()
      .min(1)
      .max(240)
      .exactOptional()
      .meta({
        description: 'Its name at Meta, where the file is the body.',
        examples: ['invoice-1042.pdf'],
      }),
  })
  .meta({ id: 'UploadMediaQuery' })
export type UploadMediaQuery = z.infer<typeof UploadMediaQuery>

const file = {
  mimeType: z.string().meta({ description: 'Its type.', examples: ['image/png'] }),
  size: z
    .int()
    .min(1)
    .meta({ description: 'Its length in bytes.', examples: [48_213] }),
}

/** The answer to `POST /v1/media`: `id` is the `mediaId` of a send. */
export const UploadMediaAnswer = z
  .object({
    id: z.string().meta({ description: "Meta's id of it.", examples: ['1013859600285441'] }),
    ...file,
    expiresAt: instant('When Meta deletes it: after 30 days.'),
  })
  .meta({ id: 'UploadMediaAnswer' })
export type UploadMediaAnswer = z.infer<typeof UploadMediaAnswer>

/** The answer for a test key without a simulator: the file is valid, and Meta was not called. */
export const UploadMediaDryRun = z
  .object({
    dryRun: z.literal(true).meta({ description: 'Nothing was uploaded.', examples: [true] }),
    ...file,
  })
  .meta({ id: 'UploadMediaDryRun' })
export type UploadMediaDryRun = z.infer<typeof UploadMediaDryRun>

/** The download state of a file. */
export const mediaStates = ['pending', 'stored', 'too_big', 'failed'] as const

/** The file that came with a message. */
export const MessageMedia = z
  .object({
    state: z.enum(mediaStates).meta({
      description:
        '`pending`: being fetched from Meta. `stored`: available at `path`. `too_big`: larger than 100 MB. `failed`: not available.',
      examples: ['stored'],
    }),
    mimeType: z.string().meta({ description: 'The MIME type that Meta states.', examples: ['image/jpeg'] }),
    filename: z
      .string()
      .optional()
      .meta({ description: 'Of a document: its name.', examples: ['invoice.pdf'] }),
    size: z
      .int()
      .optional()
      .meta({ description: 'Its length in bytes, once stored.', examples: [48_213] }),
    path: z
      .string()
      .optional()
      .meta({
        description: 'The path to download it from, once stored.',
        examples: ['/v1/media/msg_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    reason: z
      .string()
      .optional()
      .meta({
        description: 'Why it is not stored: the last failure.',
        examples: ['Meta no longer has the file.'],
      }),
  })
  .meta({ id: 'MessageMedia' })
export type MessageMedia = z.infer<typeof MessageMedia>

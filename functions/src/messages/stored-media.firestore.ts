import { z } from 'zod'

/** The field `media` of a message. */
export const StoredMedia = z.object({
  state: z.enum(['pending', 'stored', 'too_big', 'failed']),
  metaId: z.string(),
  mimeType: z.string(),
  sha256: z.string().exactOptional(),
  filename: z.string().exactOptional(),
  size: z.number().exactOptional(),
  because: z.string().exactOptional(),
})

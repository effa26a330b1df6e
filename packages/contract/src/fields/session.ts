/** The word `session`, defined once: a sender that a customer owns, a Cloud API phone number or a paired phone. */
import { z } from 'zod'

const example = 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c'

const meaning =
  'The session (sender) to use: a Cloud API phone number or a paired phone. Optional when the caller has exactly one session or a default is set.'

/** The session of a request that acts through one. 1 to 100 characters. */
export const session = z
  .string()
  .min(1)
  .max(100)
  .exactOptional()
  .meta({ description: meaning, examples: [example] })

/** The same for `sendText`: clients of hosted session APIs send an empty `session` when none is configured. */
export const sessionOrEmpty = z
  .string()
  .max(100)
  .exactOptional()
  .meta({ description: meaning, examples: [example] })

/** The session in the filter of a list. */
export const sessionFilter = z
  .string()
  .min(1)
  .max(200)
  .exactOptional()
  .meta({ description: 'Only entries of this session.', examples: [example] })

/** The session in an answer. */
export const sessionId = z.string().meta({ description: 'The session (sender).', examples: [example] })

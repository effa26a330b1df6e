/** An interactive message: something to tap. */
import type { z } from 'zod'
import { checkInteractive } from './message-content-interactive-rules.ts'
import { InteractiveFields } from './message-content-interactive-types.ts'

export const Interactive = InteractiveFields.superRefine(checkInteractive)
export type Interactive = z.infer<typeof Interactive>

/** An interactive message: buttons, a list, a flow, products. */
import type { z } from 'zod'
import { checkInteractive } from './message-content-interactive-rules.ts'
import { InteractiveFields } from './message-content-interactive-types.ts'

/** An interactive message of any type, its rules checked. */
export const Interactive = InteractiveFields.superRefine(checkInteractive)
export type Interactive = z.infer<typeof Interactive>

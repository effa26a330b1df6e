import { beginningOf } from '../kernel/loose-json.ts'

/** How much of a message a list shows. */
const SHOWN = 100

export const shortened = (text: string): string => beginningOf(text, SHOWN)

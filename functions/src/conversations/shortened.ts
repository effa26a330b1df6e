import { truncate } from '../kernel/loose-json.ts'

/** How much of a message a list shows. */
const MAX_PREVIEW_LENGTH = 100

export const messagePreview = (text: string): string => truncate(text, MAX_PREVIEW_LENGTH)

import { truncate } from '../kernel/untrusted-json.ts'

/** How much of a message a list shows. */
const MAX_PREVIEW_LENGTH = 100

export const messagePreview = (text: string): string => truncate(text, MAX_PREVIEW_LENGTH)

import type { CursorPosition } from '../http/cursor.ts'

/** A page of what Meta posted, newest first. */
export interface RawWebhookPage {
  readonly state: string
  readonly since?: Date
  readonly after?: CursorPosition
  readonly limit: number
}

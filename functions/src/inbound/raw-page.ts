import type { Place } from '../access/page-cursor.ts'

/** A page of what Meta posted, newest first. */
export interface RawPage {
  readonly state: string
  readonly since?: Date
  readonly behind?: Place
  readonly limit: number
}

/** Where the files of messages are kept, by name (`mediaName`). */
export interface BlobStore {
  /**
   * Keeps a file: all of it, or nothing. One that is there already is replaced.
   * @param until when it may be deleted
   * @throws whatever its bytes throw, and when it cannot be kept
   */
  put(name: string, bytes: AsyncIterable<Uint8Array>, about: { mimeType: string; until: Date }): Promise<void>
  /** The bytes of a file, both ends of a range included; null when it is not here. */
  open(name: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>
  /** Deletes a file; one that is gone already is deleted. */
  remove(name: string): Promise<void>
  /** Deletes all files whose day is before this one (`2027-01-31`); how many days went. */
  removeDaysBefore(day: string): Promise<number>
}

/** From byte to byte, both included, counted from 0. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

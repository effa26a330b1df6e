import { createHash } from 'node:crypto'

/** What is known of a file before the download. */
export interface ExpectedFile {
  /** In bytes, if known. */
  readonly size?: number | undefined
  /** In hexadecimal; all of them must match. */
  readonly sha256: readonly string[]
  readonly maxBytes: number
}

/** A file that does not match its description. */
export class FileMismatchError extends Error {
  override readonly name = 'FileMismatchError'
  readonly because: 'too_big' | 'damaged'

  constructor(because: 'too_big' | 'damaged', message: string) {
    super(message)
    this.because = because
  }
}

/**
 * Passes bytes on while counting and hashing them. Throws instead of ending when they do not match, so that the consumer
 * discards them.
 * @param done receives the number of bytes when they match
 * @throws FileMismatchError
 */
export async function* verifiedStream(
  bytes: AsyncIterable<Uint8Array>,
  { size, sha256, maxBytes }: ExpectedFile,
  done: (size: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256')
  let count = 0
  for await (const piece of bytes) {
    count += piece.length
    if (count > maxBytes)
      throw new FileMismatchError('too_big', `It has more than ${String(maxBytes)} bytes.`)
    hash.update(piece)
    yield piece
  }
  if (size !== undefined && size !== count)
    throw new FileMismatchError('damaged', `${String(count)} bytes came; Meta had said ${String(size)}.`)
  const digest = hash.digest('hex')
  if (sha256.some((expected) => expected !== digest))
    throw new FileMismatchError('damaged', 'Its SHA-256 is not the one that Meta says.')
  done(count)
}

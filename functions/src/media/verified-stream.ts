import { createHash } from 'node:crypto'

/** What is known of a file before its bytes come. */
export interface ExpectedFile {
  /** In bytes, where somebody said it. */
  readonly size?: number | undefined
  /** In hexadecimal; every one that somebody said must be right. */
  readonly sha256: readonly string[]
  readonly maxBytes: number
}

/** A file that is not what it should be. */
export class FileMismatchError extends Error {
  override readonly name = 'WrongFileError'
  readonly because: 'too_big' | 'damaged'

  constructor(because: 'too_big' | 'damaged', message: string) {
    super(message)
    this.because = because
  }
}

/**
 * Passes bytes on while it counts and hashes them; what is wrong is told in the place of the end, so that whoever
 * keeps the bytes does not keep those.
 * @param done hears how many there were, once all is right
 * @throws WrongFileError
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

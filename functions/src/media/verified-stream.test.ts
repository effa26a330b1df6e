import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifiedStream, type ExpectedFile } from './verified-stream.ts'

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function passed(texts: string[], expected: Partial<ExpectedFile>) {
  const sizes: number[] = []
  const got: Uint8Array[] = []
  const file = { sha256: [], maxBytes: 100, ...expected }
  for await (const piece of verifiedStream(pieces(...texts), file, (size) => sizes.push(size)))
    got.push(piece)
  return { text: Buffer.concat(got).toString(), sizes }
}

it('passes a file on as it is, and says how long it was', async () => {
  const expected = { size: 7, sha256: [sha256Of('waypost'), sha256Of('waypost')] }
  expect(await passed(['way', 'post'], expected)).toEqual({ text: 'waypost', sizes: [7] })
})

it('passes an empty file on when nothing is expected', async () => {
  expect(await passed([], {})).toEqual({ text: '', sizes: [0] })
})

it.each<[string, string[], Partial<ExpectedFile>, string]>([
  ['a file that broke off', ['way'], { size: 7 }, 'damaged'],
  ['a file that goes on', ['waypost', '!'], { size: 7 }, 'damaged'],
  ['another file of the same length', ['waypast'], { size: 7, sha256: [sha256Of('waypost')] }, 'damaged'],
  [
    'a file that only one of two hashes fits',
    ['waypost'],
    { sha256: [sha256Of('waypost'), sha256Of('waypast')] },
    'damaged',
  ],
  ['a file that is larger than any may be', ['x'.repeat(60), 'x'.repeat(60)], {}, 'too_big'],
])('does not let %s end well', async (_what, texts, expected, because) => {
  await expect(passed(texts, expected)).rejects.toMatchObject({ name: 'FileMismatchError', because })
})

it('stops reading as soon as it is too much', async () => {
  let read = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read++
      yield new Uint8Array(60)
    }
  }
  const reading = async () => {
    for await (const piece of verifiedStream(endless(), { sha256: [], maxBytes: 100 }, () => undefined))
      expect(piece).toHaveLength(60)
  }
  await expect(reading()).rejects.toMatchObject({ because: 'too_big' })
  expect(read).toBe(2)
})

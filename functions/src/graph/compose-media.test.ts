import { expect, it } from 'vitest'
import { composePayload } from './payload.ts'

it.each([
  ['https://e.com/a/Receipt%20%E2%82%AC.pdf?x=1', {}, 'Receipt €.pdf'],
  ['https://e.com/a.pdf', { filename: 'Own.pdf' }, 'Own.pdf'],
  ['https://e.com/files/%E1.pdf', {}, '%E1.pdf'],
  ['https://e.com/download?id=7', {}, undefined],
  ['https://e.com/', {}, undefined],
])('names a document by %s', (link, own, filename) => {
  const content = { type: 'document', document: { link, ...own } } as const
  expect(composePayload({ to: '+972546800360', content }).document?.filename).toBe(filename)
})

import { expect, it } from 'vitest'
import { byteRange } from './byte-range.ts'

it.each<[string | undefined, ReturnType<typeof byteRange>]>([
  [undefined, undefined],
  ['', undefined],
  ['bytes=0-3', { start: 0, end: 3 }],
  ['bytes=4-', { start: 4, end: 9 }],
  ['bytes=4-99', { start: 4, end: 9 }],
  ['bytes=9-9', { start: 9, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-99', { start: 0, end: 9 }],
  ['bytes=10-', 'beyond'],
  ['bytes=-0', 'beyond'],
  ['bytes=5-4', undefined],
  ['bytes=0-1,3-4', undefined],
  ['bytes=-', undefined],
  ['lines=0-1', undefined],
  ['bytes=a-b', undefined],
])('of a file of ten bytes, %s is %j', (header, part) => {
  expect(byteRange(header, 10)).toEqual(part)
})

it('has no part of an empty file', () => {
  expect(byteRange('bytes=0-', 0)).toBe('beyond')
  expect(byteRange('bytes=-1', 0)).toBe('beyond')
})

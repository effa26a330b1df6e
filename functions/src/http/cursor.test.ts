import { expect, it } from 'vitest'
import { decodeCursor, decodeSortKey, encodeCursor, encodeSortKey } from './cursor.ts'

const position = { at: new Date('2026-03-01T12:00:00.123Z'), id: 'msg_01h455vb4pex5vsknk084sn02q' }
const refusal = expect.objectContaining({
  code: 'INVALID_REQUEST',
  fields: [expect.objectContaining({ path: '/cursor' })],
}) as Error

it.each([position, { at: new Date(0), id: 'a' }, { at: new Date('9999-12-31T23:59:59.999Z'), id: '0_z' }])(
  'gives %j back from its cursor',
  (one) => {
    expect(decodeCursor(encodeCursor(one, 'list'), 'list')).toEqual(one)
  },
)

it.each(['order_update', 'שלום', '{{1}}'])('gives the sort key %s back from its cursor', (key) => {
  expect(decodeSortKey(encodeSortKey(key, 'tpl_1', 'list'), 'list')).toEqual([key, 'tpl_1'])
})

it('is one word of a query, whatever it holds', () => {
  expect(encodeCursor(position, 'owner=a b&c')).toMatch(/^[\w-]+$/)
})

it.each(['', 'other', 'list ', 'List'])('is refused in the list %j', (other) => {
  expect(() => decodeCursor(encodeCursor(position, 'list'), other)).toThrow(refusal)
})

it('is refused when any character of it is changed', () => {
  const cursor = encodeCursor(position, 'list')
  for (let n = 0; n < cursor.length - 1; n++) {
    const changed = `${cursor.slice(0, n)}${cursor[n] === 'A' ? 'B' : 'A'}${cursor.slice(n + 1)}`
    const read = (() => {
      try {
        return decodeCursor(changed, 'list')
      } catch (error) {
        return error
      }
    })()
    // Another position may be legal; it never passes for the same one.
    expect(read).not.toEqual(position)
  }
})

it.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['one part', Buffer.from('2026-03-01T12:00:00.000Z').toString('base64url')],
  ['no time', encodeSortKey('yesterday', 'msg_1', 'list')],
  ['an id with a path', encodeSortKey(position.at.toISOString(), 'a/b', 'list')],
  ['no id', encodeSortKey(position.at.toISOString(), '', 'list')],
  ['no key', encodeSortKey('', 'msg_1', 'list')],
])('refuses %s', (_what, text) => {
  expect(() => decodeCursor(text, 'list')).toThrow(refusal)
})

import { expect, it } from 'vitest'
import { describeError } from './describe-error.ts'

it('keeps the stack of an error', () => {
  const text = describeError(new TypeError('no number'))
  expect(text).toMatch(/^TypeError: no number\n +at /)
  expect(text).toContain('describe-error.test.ts')
})

it('keeps the stacks of all causes, in their order', () => {
  const root = new Error('connection reset')
  const text = describeError(new Error('not stored', { cause: new Error('no answer', { cause: root }) }))
  const at = ['not stored', 'Caused by: Error: no answer', 'Caused by: Error: connection reset'].map((part) =>
    text.indexOf(part),
  )
  expect(at).toEqual(at.toSorted((a, b) => a - b))
  expect(at).not.toContain(-1)
})

it('ends with an error that is its own cause', () => {
  const error = new Error('again')
  error.cause = error
  expect(describeError(error).match(/Caused by/g)).toHaveLength(5)
})

it('leaves out other fields of an error: they may hold secrets', () => {
  const error = Object.assign(new Error('refused'), {
    config: { headers: { authorization: 'Bearer secret' } },
  })
  expect(describeError(error)).not.toContain('secret')
})

const circular: Record<string, unknown> = {}
circular['self'] = circular

it.each([
  ['a text', 'out of memory', 'out of memory'],
  ['an object', { code: 7 }, '{"code":7}'],
  ['null', null, 'null'],
  ['a symbol', Symbol('s'), 'symbol'],
  ['a circle', circular, '[object Object]'],
  ['nothing', undefined, ''],
  [
    'a cause that is a text',
    Object.assign(new Error('a'), { stack: 'Error: a', cause: 'b' }),
    'Error: a\nCaused by: b',
  ],
  ['an error without a stack', Object.assign(new RangeError('a'), { stack: undefined }), 'RangeError: a'],
])('describes %s', (_what, error, text) => {
  expect(describeError(error)).toBe(text)
})

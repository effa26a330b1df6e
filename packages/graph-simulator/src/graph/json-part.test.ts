import { expect, it } from 'vitest'
import { GraphError } from './graph-error.ts'
import {
  forbidden,
  list,
  number,
  oneOf,
  optionalBoolean,
  optionalPart,
  optionalText,
  part,
  pathOf,
  text,
  toPart,
  webAddress,
  type JsonPart,
} from './json-part.ts'

const body = (value: object) => toPart(value, '')
/** Code and details of the refusal of an action. */
function refusal(action: () => unknown): [number, string] {
  try {
    action()
  } catch (error) {
    if (error instanceof GraphError) return [error.refusal.code, error.refusal.details ?? '']
    throw error
  }
  throw new Error('The action was not refused.')
}

it.each<[string, (of: JsonPart) => unknown]>([
  ['a text', (of) => text(of, 'x')],
  ['an object', (of) => part(of, 'x')],
  ['a list', (of) => list(of, 'x', { min: 0, max: 9 })],
  ['a number', (of) => number(of, 'x')],
  ['one of a set', (of) => oneOf(of, 'x', ['a'])],
  ['an address', (of) => webAddress(of, 'x')],
])('answers 131008 when %s is missing or null', (_, read) => {
  for (const value of [{}, { x: null }])
    expect(refusal(() => read(body(value)))).toEqual([131008, 'Parameter x is required.'])
})

it.each<[string, unknown, (of: JsonPart) => unknown, string]>([
  ['a text', 5, (of) => text(of, 'x'), 'Param x must be a string.'],
  ['an object', [], (of) => part(of, 'x'), 'Param x must be a JSON object.'],
  ['an object', 'text', (of) => part(of, 'x'), 'Param x must be a JSON object.'],
  ['a list', {}, (of) => list(of, 'x', { min: 0, max: 9 }), 'Param x must be an array.'],
  ['a number', 'one', (of) => number(of, 'x'), 'Param x must be a number.'],
  ['a number', ' ', (of) => number(of, 'x'), 'Param x must be a number.'],
  ['a number', true, (of) => number(of, 'x'), 'Param x must be a number.'],
  ['a number', Infinity, (of) => number(of, 'x'), 'Param x must be a number.'],
  ['a boolean', 'true', (of) => optionalBoolean(of, 'x'), 'Param x must be a boolean.'],
  ['one of a set', 'c', (of) => oneOf(of, 'x', ['a', 'b']), 'Param x must be one of {a, b} - got "c".'],
])('answers 100 when %s is %j', (_, value, read, details) => {
  expect(refusal(() => read(body({ x: value })))).toEqual([100, details])
})

it('reads what is well formed', () => {
  const of = body({ t: 'text', n: 5, s: '7.5', b: false, o: { i: 'x' }, l: [{ i: 1 }], u: 'HTTPS://a.b/c' })
  expect(text(of, 't')).toBe('text')
  expect([number(of, 'n'), number(of, 's')]).toEqual([5, 7.5])
  expect(optionalBoolean(of, 'b')).toBe(false)
  expect(part(of, 'o')).toEqual({ path: 'o', value: { i: 'x' } })
  expect(list(of, 'l', { min: 1, max: 1 })).toEqual([{ path: 'l[0]', value: { i: 1 } }])
  expect(webAddress(of, 'u')).toBe('HTTPS://a.b/c')
})

it('takes a missing optional member for absent', () => {
  const of = body({ a: null })
  expect([optionalText(of, 'a'), optionalPart(of, 'b'), optionalBoolean(of, 'a')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

it('counts code points against the limit of a text', () => {
  expect(text(body({ x: '🚀🚀' }), 'x', { max: 2 })).toBe('🚀🚀')
  expect(refusal(() => text(body({ x: '🚀🚀' }), 'x', { max: 1 }))).toEqual([
    100,
    'Param x must be at most 1 characters long; it has 2.',
  ])
})

it('takes an empty text only where it is allowed', () => {
  expect(text(body({ x: '' }), 'x', { min: 0 })).toBe('')
  expect(refusal(() => text(body({ x: '' }), 'x'))).toEqual([
    131008,
    'Parameter x is required and may not be empty.',
  ])
})

it.each([
  [0, 'must have 1 to 2 items; it has 0.'],
  [3, 'must have 1 to 2 items; it has 3.'],
])('refuses a list of %i items outside its limits', (length, details) => {
  const of = body({ x: Array.from({ length }, () => ({})) })
  expect(refusal(() => list(of, 'x', { min: 1, max: 2 }))).toEqual([100, `Param x ${details}`])
})

it('refuses a list with an item that is no object', () => {
  expect(refusal(() => list(body({ x: [{}, 'y'] }), 'x', { min: 0, max: 9 }))).toEqual([
    100,
    'Param x[1] must be a JSON object.',
  ])
})

it.each(['ftp://a.b', 'example.com', 'https://', 'https:///x', 'javascript:alert(1)', 'https:// a'])(
  'refuses the address %s',
  (x) => {
    expect(refusal(() => webAddress(body({ x }), 'x'))[0]).toBe(131009)
  },
)

it('names the path of a nested member', () => {
  const [button] = list(part(body({ action: { buttons: [{}] } }), 'action'), 'buttons', { min: 1, max: 1 })
  expect(pathOf(button ?? body({}), 'title')).toBe('action.buttons[0].title')
  expect(refusal(() => text(button ?? body({}), 'title'))[1]).toContain('action.buttons[0].title')
})

it('refuses a member that does not belong, unless it is null', () => {
  forbidden(body({ x: null }), 'x', 'never here.')
  expect(refusal(() => forbidden(body({ x: 0 }), 'x', 'never here.'))).toEqual([
    100,
    'Unexpected key "x" on param body: never here.',
  ])
})

it('names the whole body when that is no object', () => {
  expect(refusal(() => toPart([], ''))).toEqual([100, 'Param body must be a JSON object.'])
})

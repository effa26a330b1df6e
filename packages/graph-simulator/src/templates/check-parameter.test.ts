import { expect, it } from 'vitest'
import { GraphError } from '../graph/graph-error.ts'
import { toPart } from '../graph/json-part.ts'
import { fillButtons } from './check-buttons.ts'
import { fillSlots, type Slots } from './check-parameter.ts'
import type { TemplateButton } from './template.ts'

const slots = (text: string, changes: Partial<Slots> = {}): Slots => ({
  where: 'body',
  text,
  isNamed: false,
  max: 1024,
  formatCode: 132012,
  ...changes,
})
const parts = (parameters: object[]) => parameters.map((one, i) => toPart(one, `parameters[${i}]`))
const text = (value: unknown, more = {}) => ({ type: 'text', text: value, ...more })
const named = (name: string, value: string) => text(value, { parameter_name: name })
const currency = (changes = {}) => ({
  type: 'currency',
  currency: { code: 'USD', amount_1000: 12_500, fallback_value: '$12.50', ...changes },
})

function codeOf(action: () => unknown): number {
  try {
    action()
  } catch (error) {
    if (error instanceof GraphError) return error.refusal.code
    throw error
  }
  return 0
}

it.each<[string, Slots, object[], string]>([
  ['no variable', slots('Hello'), [], 'Hello'],
  ['numbers in their order', slots('{{1}} of {{2}}'), [text('2'), text('5')], '2 of 5'],
  ['a number twice', slots('{{1}}, {{1}}!'), [text('Hi')], 'Hi, Hi!'],
  ['names in any order', slots('{{a}} {{b}}', { isNamed: true }), [named('b', '2'), named('a', '1')], '1 2'],
  ['the fallback of a currency', slots('{{1}}'), [currency()], '$12.50'],
  [
    'the fallback of a date',
    slots('{{1}}'),
    [{ type: 'date_time', date_time: { fallback_value: 'May 1' } }],
    'May 1',
  ],
  ['four spaces in a row', slots('{{1}}'), [text('a    b')], 'a    b'],
  ['a value that looks like a variable', slots('{{1}}'), [text('{{2}}')], '{{2}}'],
  ['a value with a dollar sign', slots('{{1}}'), [text('$& $1')], '$& $1'],
])('fills in %s', (_, template, parameters, filled) => {
  expect(fillSlots(template, parts(parameters))).toBe(filled)
})

it.each<[string, Slots, object[], number]>([
  ['too few values', slots('{{1}} {{2}}'), [text('1')], 132000],
  ['too many values', slots('{{1}}'), [text('1'), text('2')], 132000],
  ['values without a variable', slots('Hello'), [text('1')], 132000],
  ['an empty value', slots('{{1}}'), [text('')], 131008],
  ['a missing value', slots('{{1}}'), [text(undefined)], 131008],
  ['a value without a type', slots('{{1}}'), [{ text: 'x' }], 131008],
  ['a number as value', slots('{{1}}'), [text(5)], 132012],
  ['a new line', slots('{{1}}'), [text('a\nb')], 132012],
  ['a tab', slots('{{1}}'), [text('a\tb')], 132012],
  ['five spaces in a row', slots('{{1}}'), [text('a     b')], 132012],
  ['a media as value', slots('{{1}}'), [{ type: 'image', image: {} }], 132012],
  ['a name in a numbered template', slots('{{1}}'), [named('a', '1')], 132012],
  ['a value without a name', slots('{{a}}', { isNamed: true }), [text('1')], 132012],
  ['an unknown name', slots('{{a}}', { isNamed: true }), [named('b', '1')], 132012],
  ['a name twice', slots('{{a}} {{b}}', { isNamed: true }), [named('a', '1'), named('a', '2')], 132012],
  ['too long a text', slots('{{1}}', { max: 5 }), [text('123456')], 132005],
  ['a currency in lower case', slots('{{1}}'), [currency({ code: 'usd' })], 132012],
  ['a fraction of a thousandth', slots('{{1}}'), [currency({ amount_1000: 1.5 })], 132012],
  ['a currency without its text', slots('{{1}}'), [currency({ fallback_value: undefined })], 131008],
  ['a format error of the marketing edge', slots('{{1}}', { formatCode: 132018 }), [text('a\nb')], 132018],
])('refuses %s', (_, template, parameters, code) => {
  expect(codeOf(() => fillSlots(template, parts(parameters)))).toBe(code)
})

const button = (type: string, more = {}) => ({ type, text: 'Label', ...more }) as TemplateButton
const sent = (subType: string, parameters: object[] | undefined, index: unknown = 0) =>
  toPart({ type: 'button', sub_type: subType, index, ...(parameters && { parameters }) }, 'components[0]')
const context = { where: 'button', formatCode: 132012 }
const dynamic = button('URL', { url: 'https://example.com/{{1}}' })
const fixed = button('URL', { url: 'https://example.com' })

it.each<[string, TemplateButton, ReturnType<typeof sent>[], string | undefined]>([
  ['an address with its suffix', dynamic, [sent('url', [text('ORD-1')])], 'https://example.com/ORD-1'],
  ['a fixed address', fixed, [], 'https://example.com'],
  ['an index as text', dynamic, [sent('url', [text('x')], '0')], 'https://example.com/x'],
  [
    'a reply with a payload',
    button('QUICK_REPLY'),
    [sent('quick_reply', [{ type: 'payload', payload: 'yes' }])],
    'yes',
  ],
  ['a reply without a payload', button('QUICK_REPLY'), [], undefined],
  [
    'a coupon',
    button('COPY_CODE'),
    [sent('copy_code', [{ type: 'coupon_code', coupon_code: '25OFF' }])],
    '25OFF',
  ],
  [
    'a one-time code as url',
    button('OTP', { url: 'https://wa/{{1}}' }),
    [sent('url', [text('123')])],
    'https://wa/123',
  ],
  ['a phone', button('PHONE_NUMBER', { phone_number: '+1' }), [], '+1'],
])('fills %s', (_, template, components, value) => {
  const [filled] = fillButtons([template], components, context)
  expect(filled).toEqual({ type: template.type, text: 'Label', ...(value !== undefined && { value }) })
})

it.each<[string, TemplateButton, ReturnType<typeof sent>[], number]>([
  ['an address without its suffix', dynamic, [], 131008],
  ['an empty suffix', dynamic, [sent('url', [text('')])], 131008],
  ['two suffixes', dynamic, [sent('url', [text('a'), text('b')])], 132000],
  ['a suffix for a fixed address', fixed, [sent('url', [text('a')])], 132000],
  ['another kind of button', dynamic, [sent('quick_reply', [text('a')])], 132012],
  ['a payload for an address', dynamic, [sent('url', [{ type: 'payload', payload: 'x' }])], 132012],
  ['a button at an index that is not there', dynamic, [sent('url', [text('a')], 1)], 131009],
  ['an index below 0', dynamic, [sent('url', [text('a')], -1)], 131009],
  ['a component without an index', dynamic, [sent('url', [text('a')], null)], 131008],
  ['a button twice', dynamic, [sent('url', [text('a')]), sent('url', [text('b')])], 131009],
  [
    'a coupon of 16 characters',
    button('COPY_CODE'),
    [sent('copy_code', [{ type: 'coupon_code', coupon_code: 'x'.repeat(16) }])],
    131009,
  ],
  [
    'a payload of 257 characters',
    button('QUICK_REPLY'),
    [sent('quick_reply', [{ type: 'payload', payload: 'x'.repeat(257) }])],
    100,
  ],
  ['products without sections', button('MPM'), [sent('mpm', [{ type: 'action', action: {} }])], 131008],
  ['a parameter for a phone', button('PHONE_NUMBER'), [sent('phone_number', [text('x')])], 132000],
])('refuses %s', (_, template, components, code) => {
  expect(codeOf(() => fillButtons([template], components, context))).toBe(code)
})

import { expect, it } from 'vitest'
import { GraphError } from '../graph/graph-error.ts'
import { toPart } from '../graph/json-part.ts'
import { checkCategory, checkComponents, checkName } from './check-definition.ts'

const body = (text: string) => ({ type: 'BODY', text, example: { body_text: [['x']] } })
const plain = { type: 'BODY', text: 'Hello' }
const header = (value: object) => [{ type: 'HEADER', ...value }, plain]
const footer = (text: string) => [plain, { type: 'FOOTER', text }]
const buttons = (...list: object[]) => [plain, { type: 'BUTTONS', buttons: list }]
const reply = (text = 'Yes') => ({ type: 'QUICK_REPLY', text })
const url = (address = 'https://example.com') => ({ type: 'URL', text: 'Open', url: address })
const card = { components: [{ type: 'HEADER', format: 'IMAGE' }, plain] }
const check = (components: object[], isNamed = false) => checkComponents(toPart({ components }, ''), isNamed)

it.each<[string, object[], boolean?]>([
  ['a body', [plain]],
  ['lower case types', [{ type: 'body', text: 'Hello' }]],
  ['a body of 1024 characters', [{ type: 'BODY', text: 'x'.repeat(1024) }]],
  ['numbered variables', [body('Hi {{1}}, code {{2}}.')]],
  ['a variable used twice', [body('Hi {{1}} and {{1}}.')]],
  ['named variables', [body('Hi {{first_name}}.')], true],
  ['a text header of 60 characters', header({ format: 'TEXT', text: 'x'.repeat(60) })],
  ['a header with one variable', header({ format: 'text', text: 'Order {{1}}' })],
  ['a media header', header({ format: 'IMAGE' })],
  ['a location header', header({ format: 'LOCATION' })],
  ['a footer', footer('x'.repeat(60))],
  ['ten replies', buttons(...Array.from({ length: 10 }, () => reply()))],
  ['two addresses and a phone', buttons(url(), url(), { type: 'PHONE_NUMBER', text: 'Call' })],
  ['replies before addresses', buttons(reply(), reply(), url())],
  ['an address with its variable at the end', buttons(url('https://example.com/{{1}}'))],
  ['a carousel', [plain, { type: 'CAROUSEL', cards: [card, card] }]],
  ['a limited offer', [plain, { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Today' } }]],
  ['an authentication body without text', [{ type: 'BODY', add_security_recommendation: true }]],
])('takes %s', (_, components, isNamed) => {
  expect(check(components, isNamed)).toHaveLength(components.length)
})

it.each<[string, object[], number, boolean?]>([
  ['a template without a body', [{ type: 'FOOTER', text: 'x' }], 2388072],
  ['a body of 1025 characters', [{ type: 'BODY', text: 'x'.repeat(1025) }], 2388040],
  ['a variable at the start', [body('{{1}} is here.')], 2388299],
  ['a variable at the end', [body('It is {{1}}')], 2388299],
  ['two variables side by side', [body('Hi {{1}} {{2}}.')], 2388293],
  ['numbers with a gap', [body('Hi {{1}}, code {{3}}.')], 2388072],
  ['numbers that start at 0', [body('Hi {{0}}.')], 2388072],
  ['a name in a numbered template', [body('Hi {{name}}.')], 2388072],
  ['a number in a named template', [body('Hi {{1}}.')], 2388072, true],
  ['a name in capitals', [body('Hi {{Name}}.')], 2388072, true],
  ['variables without an example', [{ type: 'BODY', text: 'Hi {{1}}.' }], 2388043],
  ['an unknown header', header({ format: 'GIF' }), 2388047],
  ['a header of 61 characters', header({ format: 'TEXT', text: 'x'.repeat(61) }), 2388040],
  ['a header with two variables', header({ format: 'TEXT', text: '{{1}} and {{2}}' }), 2388047],
  ['a footer of 61 characters', footer('x'.repeat(61)), 2388040],
  ['a footer with a variable', footer('By {{1}}'), 2388073],
  ['a label of 26 characters', buttons(reply('x'.repeat(26))), 2388040],
])('refuses %s with its subcode', (_, components, subcode, isNamed) => {
  let refusal: unknown
  try {
    check(components, isNamed)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(GraphError)
  expect((refusal as GraphError).refusal).toMatchObject({ code: 100, subcode })
})

it.each<[string, object[], string]>([
  ['an unknown component', [plain, { type: 'VIDEO' }], 'must be one of {HEADER'],
  ['eleven components', Array.from({ length: 11 }, () => plain), '1 to 10 items'],
  ['eleven buttons', buttons(...Array.from({ length: 11 }, () => reply())), '1 to 10 items'],
  ['an unknown button', buttons({ type: 'SHARE' }), 'type must be one of'],
  ['three addresses', buttons(url(), url(), url()), 'At most 2 button(s) of type URL'],
  ['two phones', buttons({ type: 'PHONE_NUMBER' }, { type: 'PHONE_NUMBER' }), 'At most 1 button(s)'],
  ['two codes', buttons({ type: 'COPY_CODE' }, { type: 'COPY_CODE' }), 'At most 1 button(s)'],
  ['replies apart', buttons(reply(), url(), reply()), 'must stand together'],
  ['a variable within an address', buttons(url('https://example.com/{{1}}/x')), 'stands at its end'],
  ['a carousel of one card', [plain, { type: 'CAROUSEL', cards: [card] }], '2 to 10 items'],
  [
    'a long offer',
    [plain, { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'x'.repeat(17) } }],
    'at most 16',
  ],
])('refuses %s with code 100', (_, components, words) => {
  let refusal: unknown
  try {
    check(components)
  } catch (error) {
    refusal = error
  }
  expect((refusal as GraphError).refusal.code).toBe(100)
  expect((refusal as GraphError).refusal.details).toContain(words)
})

it.each(['Order', 'order-shipped', 'הזמנה', 'order shipped', 'x'.repeat(513)])(
  'refuses the name %s',
  (name) => {
    expect(() => checkName(toPart({ name }, ''))).toThrow(GraphError)
  },
)

it('takes names of lower case, digits and underscores, and the three categories', () => {
  expect(checkName(toPart({ name: 'order_2_shipped' }, ''))).toBe('order_2_shipped')
  for (const category of ['MARKETING', 'UTILITY', 'AUTHENTICATION'])
    expect(checkCategory(toPart({ category }, ''))).toBe(category)
  expect(() => checkCategory(toPart({ category: 'SERVICE' }, ''))).toThrow(GraphError)
})

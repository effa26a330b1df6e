import type { TemplateContent } from '@waypost/contract'
import { describe, expect, it } from 'vitest'
import { checkTemplate } from './check-template.ts'
import type { Template } from './template.ts'

const copy = (components: unknown[], more: Partial<Template> = {}): Template => ({
  id: 'tpl_1',
  wabaId: '1',
  metaId: '2',
  name: 'a_template',
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components,
  syncedAt: new Date(0),
  ...more,
})
type Fill = Partial<TemplateContent>
const check = (template: Template, fill: Fill = {}) =>
  checkTemplate(template, { templateName: template.name, languageCode: template.language, ...fill })

const text = (value: string, parameterName?: string) => ({
  type: 'text' as const,
  text: value,
  ...(parameterName !== undefined && { parameterName }),
})
const values = (...texts: string[]): Fill => ({ templateParameters: texts.map((value) => text(value)) })
const link = { link: 'https://example.com/file' }
const image = { type: 'image' as const, image: link }

const body = (words: string) => ({ type: 'BODY', text: words })
const header = (format: string, words?: string) => ({ type: 'HEADER', format, text: words })
const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list })

const two = copy([body('Your order {{1}} arrives on {{2}}.')])
const named = copy([body('Dear {{first_name}}, come on {{date}}.')], { parameterFormat: 'NAMED' })
const plain = copy([body('Hello')])
const shop = copy([body('Hello'), buttons({ type: 'URL', text: 'Shop', url: 'https://example.com/{{1}}' })])
const code = copy(
  [
    body('*{{1}}* is your code.'),
    buttons({ type: 'OTP', text: 'Copy', url: 'https://www.whatsapp.com/otp/code/?code={{1}}' }),
  ],
  { category: 'AUTHENTICATION' },
)
const card = {
  components: [
    header('IMAGE'),
    body('For {{1}}'),
    buttons({ type: 'URL', url: 'https://example.com/{{1}}' }),
  ],
}
const carousel = copy([body('New'), { type: 'CAROUSEL', cards: [card, card] }])
const rightCard = {
  headerParameters: image,
  templateParameters: [text('Dana')],
  buttonParameters: [{ index: 0, type: 'url' as const, text: 'x' }],
}
const offer = copy([
  body('Now'),
  { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: true } },
])

/** Slot by slot: the template, what is sent, the sentence, where to mend it. */
const faults: Record<string, [Template, Fill, string, string[]]> = {
  'a missing value': [
    two,
    values('1042'),
    'body.2 is missing: "{{2}}" has no value. Send 2 text parameters in templateParameters.',
    ['/templateParameters/1'],
  ],
  'no value at all': [
    two,
    {},
    'body.1 is missing: "{{1}}" has no value. Send 2 text parameters in templateParameters. (1 more in fields.)',
    ['/templateParameters/0', '/templateParameters/1'],
  ],
  'a value too much': [
    two,
    values('a', 'b', 'c'),
    'body.3 is too much: the template has 2 placeholders there. Send 2 text parameters in templateParameters.',
    ['/templateParameters/2'],
  ],
  'a value for a text without placeholders': [
    plain,
    values('a'),
    'body.1 is too much: the template has 0 placeholders there. Leave templateParameters out.',
    ['/templateParameters/0'],
  ],
  'a name where placeholders are numbered': [
    two,
    { templateParameters: [text('1042', 'order'), text('Monday', 'day')] },
    'body.1 has the name order: the placeholders of this template are numbered. Leave parameterName out; the order counts. (1 more in fields.)',
    ['/templateParameters/0/parameterName', '/templateParameters/1/parameterName'],
  ],
  'a missing name': [
    named,
    { templateParameters: [text('Dana', 'first_name')] },
    'body.date is missing: "{{date}}" has no value. Send 2 parameters in templateParameters, with parameterName first_name, date.',
    ['/templateParameters/1'],
  ],
  'a name that the template lacks': [
    named,
    { templateParameters: [text('Dana', 'first_name'), text('Monday', 'date'), text('9:00', 'hour')] },
    'body.hour is not in the template. Send 2 parameters in templateParameters, with parameterName first_name, date.',
    ['/templateParameters/2'],
  ],
  'a value without its name': [
    named,
    { templateParameters: [text('Dana', 'first_name'), text('Monday')] },
    'body.2 has no name: the placeholders of this template have names. Send 2 parameters in templateParameters, with parameterName first_name, date. (1 more in fields.)',
    ['/templateParameters/1', '/templateParameters/2'],
  ],
  'a missing image': [
    copy([header('IMAGE'), body('Hello')]),
    {},
    'header is missing: the template starts with an image. Send an image in headerParameters: { "type": "image", … }.',
    ['/headerParameters'],
  ],
  'another kind of header': [
    copy([header('DOCUMENT'), body('Hello')]),
    { headerParameters: image },
    'header is a document in this template, not an image. Send a document in headerParameters: { "type": "document", … }.',
    ['/headerParameters'],
  ],
  'a header where there is none': [
    plain,
    { headerParameters: image },
    'header takes no value in this template. Leave headerParameters out.',
    ['/headerParameters'],
  ],
  'a missing header text': [
    copy([header('TEXT', 'For {{1}}'), body('Hello')]),
    {},
    'header.1 is missing: "{{1}}" has no value. Send 1 text parameter in headerParameters.',
    ['/headerParameters'],
  ],
  'an image for a header text': [
    copy([header('TEXT', 'For {{1}}'), body('Hello')]),
    { headerParameters: image },
    'header is a text in this template, not an image. Send a text in headerParameters.',
    ['/headerParameters'],
  ],
  'the missing end of a link': [
    shop,
    {},
    'button.0 is missing: "{{1}}" of its link has no value. Send { "index": 0, "type": "url", "text": "<the end of the link>" } in buttonParameters.',
    ['/buttonParameters/0'],
  ],
  'a button of another kind': [
    shop,
    { buttonParameters: [{ index: 0, type: 'quick_reply', payload: 'YES' }] },
    'button.0 is of type url in this template, not quick_reply. Send { "index": …, "type": "url", … } in buttonParameters.',
    ['/buttonParameters/0'],
  ],
  'a button that is not there': [
    copy([body('Hello'), buttons({ type: 'QUICK_REPLY', text: 'Yes' })]),
    { buttonParameters: [{ index: 1, type: 'quick_reply', payload: 'YES' }] },
    'button.1 is not there: the template has 1 button. Count all buttons of the template from 0, static ones included.',
    ['/buttonParameters/0'],
  ],
  'a whole link behind the link of a button': [
    copy([body('Hello'), buttons({ type: 'URL', text: 'Shop', url: 'https://example.com/orders/{{1}}' })]),
    { buttonParameters: [{ index: 0, type: 'url', text: 'https://example.com/orders/1' }] },
    'button.0 is a whole link: it would become https://example.com/orders/https://example.com/orders/1. Send only what follows https://example.com/orders/',
    ['/buttonParameters/0'],
  ],
  'a value for a fixed link': [
    copy([body('Hello'), buttons({ type: 'URL', text: 'Shop', url: 'https://example.com' })]),
    { buttonParameters: [{ index: 0, type: 'url', text: 'x' }] },
    'button.0 takes no value in this template. Leave it out of buttonParameters.',
    ['/buttonParameters/0'],
  ],
  'a value for a button that calls': [
    copy([body('Hello'), buttons({ type: 'PHONE_NUMBER', text: 'Call' })]),
    { buttonParameters: [{ index: 0, type: 'url', text: 'x' }] },
    'button.0 takes no value in this template. Leave it out of buttonParameters.',
    ['/buttonParameters/0'],
  ],
  'a missing coupon code': [
    copy([body('Hello'), buttons({ type: 'COPY_CODE' })]),
    {},
    'button.0 is missing: it copies a coupon code. Send { "index": 0, "type": "copy_code", "couponCode": "…" } in buttonParameters.',
    ['/buttonParameters/0'],
  ],
  'the missing products of a list': [
    copy([body('Hello'), buttons({ type: 'MPM' })]),
    {},
    "button.0 is missing: it shows products. Send its sections in components, in Meta's own form (sub_type mpm).",
    ['/buttonParameters/0'],
  ],
  'a one-time code without its button': [
    code,
    values('482913'),
    'button.0 is missing: it copies the code. Send the code as oneTimeCode: it fills body and button.',
    ['/buttonParameters/0'],
  ],
  'another code in the button': [
    code,
    { ...values('482913'), buttonParameters: [{ index: 0, type: 'one_time_code', code: '111111' }] },
    'button.0 copies another code than the body shows. Send the code as oneTimeCode: it fills body and button.',
    ['/buttonParameters'],
  ],
  'a one-time code of many words': [
    code,
    {
      ...values('four hundred and eighty'),
      buttonParameters: [{ index: 0, type: 'one_time_code', code: '482913' }],
    },
    'body.1 is no one-time code: it has more than 15 characters. Send the code as oneTimeCode: it fills body and button.',
    ['/templateParameters/0'],
  ],
  'a one-time code for a template without a place for it': [
    plain,
    { oneTimeCode: '482913' },
    'body.1 is too much: the template has 0 placeholders there. Leave oneTimeCode out. (1 more in fields.)',
    ['/oneTimeCode', '/oneTimeCode'],
  ],
  'a missing offer': [
    offer,
    {},
    'limited_time_offer is missing: the template counts down to the end of the offer. Send limitedTimeOffer with its expirationTime.',
    ['/limitedTimeOffer'],
  ],
  'an offer where there is none': [
    plain,
    { limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00Z' } },
    'limited_time_offer is not in this template. Leave limitedTimeOffer out.',
    ['/limitedTimeOffer'],
  ],
  'missing cards': [
    carousel,
    { carousel: [rightCard] },
    'carousel has 1 card: the template has 2. Send 2 cards in carousel, in order.',
    ['/carousel'],
  ],
  'cards where there are none': [
    plain,
    { carousel: [rightCard] },
    'carousel is not in this template. Leave carousel out.',
    ['/carousel'],
  ],
  'a missing value on the second card': [
    carousel,
    { carousel: [rightCard, { ...rightCard, templateParameters: [] }] },
    'carousel.1.body.1 is missing: "{{1}}" has no value. Send 1 text parameter in templateParameters.',
    ['/carousel/1/templateParameters/0'],
  ],
  'a video on a card of images': [
    carousel,
    { carousel: [rightCard, { ...rightCard, headerParameters: { type: 'video', video: link } }] },
    'carousel.1.header is an image in this template, not a video. Send an image in headerParameters: { "type": "image", … }.',
    ['/carousel/1/headerParameters'],
  ],
}

it.each(Object.entries(faults))('names the slot of %s', (_, [template, fill, message, paths]) => {
  const refusal = check(template, fill)
  expect(refusal).toMatchObject({ code: 'TEMPLATE_PARAMETERS_MISMATCH', message })
  expect(refusal?.fields.map(({ path }) => path)).toEqual(paths)
})

it.each<[string, Template, Fill, string]>([
  [
    'body',
    two,
    values('1042', 'x'.repeat(1020)),
    'body is too long: 1048 characters once filled in, 1024 at most',
  ],
  [
    'header',
    copy([header('TEXT', 'An offer for {{1}}'), body('Hello')]),
    { headerParameters: text('x'.repeat(50)) },
    'header is too long: 63 characters once filled in, 60 at most',
  ],
])('measures the %s once it is filled in', (_, template, fill, message) => {
  expect(check(template, fill)).toMatchObject({
    code: 'TEMPLATE_TEXT_TOO_LONG',
    message: `${message}. Shorten the parameters.`,
  })
})

const fits: Record<string, [Template, Fill]> = {
  'values in order': [two, values('1042', 'Monday')],
  'names in any order': [named, { templateParameters: [text('Monday', 'date'), text('Dana', 'first_name')] }],
  'a one-time code': [code, { oneTimeCode: '482913' }],
  'a one-time code by hand': [
    code,
    { ...values('482913'), buttonParameters: [{ index: 0, type: 'one_time_code', code: '482913' }] },
  ],
  cards: [carousel, { carousel: [rightCard, rightCard] }],
  'an offer': [offer, { limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00Z' } }],
  'components in small letters': [copy([{ type: 'body', text: 'Hello {{1}}' }]), values('Dana')],
  'a placeholder that stands twice': [copy([body('{{1}} and {{1}} again')]), values('Dana')],
  'a reply button without a payload': [copy([body('Hello'), buttons({ type: 'QUICK_REPLY' })]), {}],
  "a header in Meta's own form": [
    copy([header('IMAGE'), body('Hello')]),
    { components: [{ type: 'HEADER', parameters: [] }] },
  ],
  "a button in Meta's own form": [shop, { components: [{ type: 'button', sub_type: 'url', index: '0' }] }],
}
it.each(Object.entries(fits))('has nothing against %s', (_, [template, fill]) => {
  expect(check(template, fill)).toBeNull()
})

/** What Meta may invent, and what it may leave out. */
it.each<[string, unknown[]]>([
  ['a component that is new to us', [body('Hello'), { type: 'HOLOGRAM', text: '{{1}}' }]],
  ['a kind of header that is new to us', [header('HOLOGRAM'), body('Hello')]],
  ['a kind of button that is new to us', [body('Hello'), buttons({ type: 'HOLOGRAM', url: '{{1}}' })]],
  ['components that are none', [null, 'BODY', 7, [], { type: 3 }, buttons(null as unknown as object)]],
  ['no components', []],
])('never refuses because of %s', (_, components) => {
  expect(check(copy(components))).toBeNull()
})

it('leaves a body to Meta that our copy does not know', () => {
  expect(check(copy([{ type: 'BODY' }]), values('a', 'b'))).toBeNull()
})

describe('the status', () => {
  it.each([
    ['PAUSED', 'TEMPLATE_PAUSED', /was paused .* 3 or 6 hours/],
    ['DISABLED', 'TEMPLATE_DISABLED', /Create a new template/],
    ['PENDING', 'TEMPLATE_NOT_FOUND', /in review .* once it is approved/],
    ['IN_APPEAL', 'TEMPLATE_NOT_FOUND', /appealed/],
    ['ARCHIVED', 'TEMPLATE_NOT_FOUND', /Restore it/],
    ['LIMIT_EXCEEDED', 'TEMPLATE_NOT_FOUND', /Delete templates/],
    ['PENDING_DELETION', 'TEMPLATE_NOT_FOUND', /being deleted/],
    ['DELETED', 'TEMPLATE_NOT_FOUND', /was deleted at Meta/],
  ])('%s is refused as Meta would, with what to do', (status, expected, message) => {
    expect(check({ ...plain, status })).toMatchObject({
      code: expected,
      message: expect.stringMatching(message) as string,
    })
  })

  it('tells why Meta rejected it', () => {
    const rejected = { ...plain, status: 'REJECTED', rejectedReason: 'TAG_CONTENT_MISMATCH' }
    expect(check(rejected)?.message).toMatch(/rejected by Meta \(TAG_CONTENT_MISMATCH\)/)
  })

  it('is left to Meta when the word is new to us', () => {
    expect(check({ ...plain, status: 'SLEEPING' })).toBeNull()
  })

  it('PAUSED lets a message pass that can wait for its end, if its values fit', () => {
    const paused = { ...two, status: 'PAUSED' }
    const content = { templateName: 'a_template', languageCode: 'en_US', ...values('1', '2') }
    expect(checkTemplate(paused, content, true)).toBeNull()
    expect(checkTemplate(paused, { ...content, ...values('1') }, true)?.code).toBe(
      'TEMPLATE_PARAMETERS_MISMATCH',
    )
  })
})

import { expect, it } from 'vitest'
import { NotifyRequest, templateContentOf } from './notify-request.ts'
import { parseRequest } from '../errors/parse-request.ts'
import { isWaypostError, type FieldError } from '../errors/waypost-error.ts'

const example = {
  phoneNumber: '+972546800360',
  templateName: 'jaspers_market_image_cta_v1',
  languageCode: 'en_US',
  headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
  templateParameters: [{ type: 'text', text: 'Variable #1' }],
  buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
}
const least = { templateName: 'hello_world', languageCode: 'en_US' }

const read = (input: unknown) => parseRequest(NotifyRequest, input)

function faults(input: unknown): FieldError[] {
  try {
    read(input)
  } catch (error) {
    if (isWaypostError(error) && error.code === 'INVALID_REQUEST') return error.fields ?? []
    throw error
  }
  return []
}

it('takes the example of the documentation as it is', () => {
  expect(read(example)).toEqual(example)
})

it('needs only a template: the recipient may be the default one', () => {
  expect(read(least)).toEqual(least)
})

const accepted: [what: string, part: object][] = [
  ['a header text', { headerParameters: { type: 'text', text: 'Order 1042' } }],
  ['a named header text', { headerParameters: { type: 'text', text: 'Dana', parameterName: 'name' } }],
  ['a video by id', { headerParameters: { type: 'video', video: { mediaId: '1013859600285441' } } }],
  [
    'a document',
    {
      headerParameters: {
        type: 'document',
        document: { link: 'http://example.com/a.pdf', filename: 'a.pdf' },
      },
    },
  ],
  [
    'a location',
    { headerParameters: { type: 'location', location: { latitude: -90, longitude: 180, name: 'Shop' } } },
  ],
  [
    'a product',
    { headerParameters: { type: 'product', product: { productRetailerId: 'SKU-7', catalogId: '1' } } },
  ],
  [
    'named parameters of every kind',
    {
      templateParameters: [
        { type: 'text', text: 'Dana', parameterName: 'first_name' },
        {
          type: 'currency',
          currency: { fallbackValue: '$1', code: 'USD', amount1000: 1000 },
          parameterName: 'price',
        },
        { type: 'date_time', dateTime: { fallbackValue: 'Monday' }, parameterName: 'day' },
      ],
    },
  ],
  [
    'buttons of every kind',
    {
      buttonParameters: [
        { index: 0, type: 'url', text: 'ORD-1' },
        { index: 1, type: 'quick_reply', payload: 'YES' },
        { index: 2, type: 'copy_code', couponCode: 'SAVE20' },
        { index: 3, type: 'flow', flowToken: 't', flowActionData: { a: { b: [1] } } },
        { index: 4, type: 'catalog' },
        { index: 5, type: 'one_time_code', code: '482913' },
      ],
    },
  ],
  ['a one-time code', { oneTimeCode: '482913' }],
  ['an offer', { limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00+02:00' } }],
  ['a carousel', { carousel: [{ headerParameters: { type: 'image', image: { mediaId: '1' } } }] }],
  [
    'components of unknown kinds',
    { components: [{ type: 'tap_target_configuration', parameters: [{ any: true }] }] },
  ],
  ['four spaces in a row', { templateParameters: [{ type: 'text', text: 'a    b' }] }],
  ['emoji and right-to-left text', { templateParameters: [{ type: 'text', text: 'שלום 🎉' }] }],
  [
    'every option',
    {
      session: 'ses_1',
      defaultCountry: 'IL',
      sendAt: '2027-01-31T18:00:00Z',
      notAfter: '2027-01-31T18:00:01Z',
      ifUnknown: 'fail',
      cancelOn: ['reply'],
      metadata: Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`k${String(n)}`, 'v'.repeat(500)])),
      dryRun: true,
    },
  ],
]

it.each(accepted)('accepts %s unchanged', (_, part) => {
  const request = { ...least, ...part }
  expect(read(request)).toEqual(request)
})

const text = (value: string) => ({ templateParameters: [{ type: 'text', text: value }] })
const header = (value: unknown) => ({ headerParameters: value })
const code = '/oneTimeCode'

const refused: [what: string, part: object, path: string, message: RegExp][] = [
  ['an empty parameter', text(' '), '/templateParameters/0/text', /must not be empty/],
  ['a line break', text('a\nb'), '/templateParameters/0/text', /line breaks/],
  ['a carriage return', text('a\rb'), '/templateParameters/0/text', /line breaks/],
  ['a tab', text('a\tb'), '/templateParameters/0/text', /tabs/],
  ['five spaces in a row', text('a     b'), '/templateParameters/0/text', /four spaces/],
  ['a very long parameter', text('a'.repeat(1025)), '/templateParameters/0/text', /at most 1024/],
  [
    'a long header text',
    header({ type: 'text', text: 'a'.repeat(61) }),
    '/headerParameters/text',
    /at most 60/,
  ],
  ['an unknown header', header({ type: 'gif' }), '/headerParameters/type', /one of text, image, video/],
  ['a header that is a list', header([]), '/headerParameters', /must be an object/],
  [
    'media without a source',
    header({ type: 'image', image: {} }),
    '/headerParameters/image',
    /exactly one of link and mediaId/,
  ],
  [
    'media with two sources',
    header({ type: 'image', image: { link: 'https://example.com/a.jpg', mediaId: '1' } }),
    '/headerParameters/image',
    /exactly one/,
  ],
  [
    'an odd link',
    header({ type: 'image', image: { link: 'file:///etc/passwd' } }),
    '/headerParameters/image/link',
    /https/,
  ],
  [
    'a file name on an image',
    header({ type: 'image', image: { mediaId: '1', filename: 'a' } }),
    '/headerParameters/image/filename',
    /not a field/,
  ],
  ['a code of 16 characters', { oneTimeCode: '1234567890123456' }, code, /1 to 15 characters/],
  ['a code with a space', { oneTimeCode: '482 913' }, code, /no spaces/],
  [
    'a code besides parameters',
    { oneTimeCode: '482913', ...text('482913') },
    '/templateParameters',
    /must be left out: oneTimeCode/,
  ],
  [
    'a mixture of named and positional parameters',
    {
      templateParameters: [
        { type: 'text', text: 'a', parameterName: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    '/templateParameters/1/parameterName',
    /name all parameters, or none/,
  ],
  [
    'a name used twice',
    {
      templateParameters: [
        { type: 'text', text: 'a', parameterName: 'a' },
        { type: 'text', text: 'b', parameterName: 'a' },
      ],
    },
    '/templateParameters/1/parameterName',
    /used twice: a/,
  ],
  [
    'a button used twice',
    {
      buttonParameters: [
        { index: 1, type: 'url', text: 'a' },
        { index: 1, type: 'quick_reply', payload: 'b' },
      ],
    },
    '/buttonParameters/1/index',
    /button 1 can have one parameter/,
  ],
  [
    'a button beyond the tenth',
    { buttonParameters: [{ index: 10, type: 'url', text: 'a' }] },
    '/buttonParameters/0/index',
    /at most 9/,
  ],
  [
    'a carousel card with a text header',
    { carousel: [{ headerParameters: { type: 'text', text: 'a' } }] },
    '/carousel/0/headerParameters/type',
    /image, video or product/,
  ],
  [
    'a fault deep in a carousel card',
    {
      carousel: [
        {
          headerParameters: { type: 'image', image: { mediaId: '1' } },
          buttonParameters: [{ index: 0, type: 'url' }],
        },
      ],
    },
    '/carousel/0/buttonParameters/0/text',
    /is required/,
  ],
  [
    'a header described twice',
    { ...header({ type: 'text', text: 'a' }), components: [{ type: 'HEADER', parameters: [] }] },
    '/components/0',
    /headerParameters does already/,
  ],
  [
    'an offer without a zone',
    { limitedTimeOffer: { expirationTime: '2027-01-31T18:00' } },
    '/limitedTimeOffer/expirationTime',
    /with a zone/,
  ],
  ['a language with a dash', { languageCode: 'en-US' }, '/languageCode', /such as en_US/],
  ['a template name with capitals', { templateName: 'Hello' }, '/templateName', /lower-case/],
  [
    'an expiry before the time to send',
    { sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T19:00:00+01:00' },
    '/notAfter',
    /later than sendAt/,
  ],
  ['a country in words', { defaultCountry: 'Israel' }, '/defaultCountry', /two capital letters/],
  [
    'a 17th pair of metadata',
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [n, ''])) },
    '/metadata',
    /at most 16 pairs/,
  ],
  ['a number in metadata', { metadata: { orderId: 1042 } }, '/metadata/orderId', /must be a string/],
  [
    'a long key of metadata',
    { metadata: { ['k'.repeat(41)]: '' } },
    `/metadata/${'k'.repeat(41)}`,
    /40 characters/,
  ],
  ['a reserved key of metadata', { metadata: { __a__: '' } }, '/metadata/__a__', /reserved/],
  ['a long value of metadata', { metadata: { a: 'v'.repeat(501) } }, '/metadata/a', /at most 500 characters/],
  ['an unknown reason to cancel', { cancelOn: ['read'] }, '/cancelOn/0', /must be reply/],
  ['a word for yes', { dryRun: 'yes' }, '/dryRun', /must be a boolean/],
  ['a field in the wrong spelling', { phone_number: '+1' }, '/phone_number', /write phoneNumber/],
  ['a field that does not exist', { colour: 'red' }, '/colour', /is not a field of this request/],
]

it.each(refused)('refuses %s', (...[, part, path, message]) => {
  const found = faults({ ...least, ...part })
  expect(found.map((fault) => fault.path)).toEqual([path])
  expect(found[0]?.message).toMatch(message)
})

it.each([[null], ['text'], [7], [[]], [undefined]])('refuses %j as a body', (body) => {
  expect(faults(body)).toEqual([
    { path: '', message: expect.stringMatching(/must be an object|is required/) as string },
  ])
})

it('lists every fault at once, the first one in the message', () => {
  try {
    read({ languageCode: 5, dryRun: 1 })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: 'templateName is required. (2 more in fields.)',
      fields: [
        { path: '/templateName', message: 'is required' },
        { path: '/languageCode', message: 'must be a string' },
        { path: '/dryRun', message: 'must be a boolean' },
      ],
    })
  }
})

it('escapes odd names in pointers as RFC 6901 says', () => {
  expect(faults({ ...least, 'a/b~c': 1 })[0]?.path).toBe('/a~1b~0c')
})

it('does not let a request reach the prototype of anything', () => {
  const body: unknown = JSON.parse('{"templateName":"a","languageCode":"en","metadata":{"__proto__":"x"}}')
  const { metadata } = read(body)
  expect(Object.getPrototypeOf(metadata ?? {})).toBe(Object.prototype)
  expect(
    faults(JSON.parse('{"templateName":"a","languageCode":"en","__proto__":{"dryRun":true}}')),
  ).toHaveLength(1)
})

it('gives back only what the message says, for the payload', () => {
  const { phoneNumber, ...content } = example
  expect(phoneNumber).toBeDefined()
  expect(templateContentOf(read({ ...example, session: 'ses_1', dryRun: true, metadata: {} }))).toEqual(
    content,
  )
})

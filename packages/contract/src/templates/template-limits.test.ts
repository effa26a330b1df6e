/** Every limit of a template at its edge: the last value that Meta accepts, and the first that it refuses. */
import { describe, expect, it } from 'vitest'
import { faultsIn, text, times } from '../../test/faults.ts'
import { NotifyRequest } from '../index.ts'

const least = { templateName: 'hello_world', languageCode: 'en_US' }
const faults = (fields: object) => faultsIn(NotifyRequest, { ...least, ...fields })

const link = 'https://example.com/file'
const header = (value: object) => ({ headerParameters: value })
const image = (source: object) => header({ type: 'image', image: source })
const document = (source: object) => header({ type: 'document', document: source })
const place = (location: object) =>
  header({ type: 'location', location: { latitude: 0, longitude: 0, ...location } })
const product = (fields: object) =>
  header({ type: 'product', product: { productRetailerId: 'a', catalogId: 'b', ...fields } })
const body = (...values: unknown[]) => ({ templateParameters: values })
const currency = (fields: object) =>
  body({ type: 'currency', currency: { fallbackValue: '$1', code: 'USD', amount1000: 1000, ...fields } })
const dateTime = (fallbackValue: string) => body({ type: 'date_time', dateTime: { fallbackValue } })
const button = (fields: object) => ({ buttonParameters: [{ index: 0, ...fields }] })
const card = { headerParameters: { type: 'image', image: { link } } }

interface Edge {
  what: string
  accepted: object
  refused: object
  path: string
  message: string
}

const edges: Edge[] = [
  {
    what: 'the length of the name',
    accepted: { templateName: text(512) },
    refused: { templateName: text(513) },
    path: '/templateName',
    message: 'must be the name as approved: lower-case letters, digits and underscores',
  },
  {
    what: 'the letters of the name',
    accepted: { templateName: 'order_shipped_2' },
    refused: { templateName: 'order-shipped' },
    path: '/templateName',
    message: 'must be the name as approved: lower-case letters, digits and underscores',
  },
  {
    what: 'the letters of the language',
    accepted: { languageCode: 'fil' },
    refused: { languageCode: 'engl' },
    path: '/languageCode',
    message: 'must be a language code as Meta writes it, such as en_US, en or he',
  },
  {
    what: 'the country of the language',
    accepted: { languageCode: 'zh_HK' },
    refused: { languageCode: 'zh_hk' },
    path: '/languageCode',
    message: 'must be a language code as Meta writes it, such as en_US, en or he',
  },
  {
    what: 'the text of a header',
    accepted: header({ type: 'text', text: text(60) }),
    refused: header({ type: 'text', text: text(61) }),
    path: '/headerParameters/text',
    message: 'must have at most 60 characters',
  },
  {
    what: 'plain text as a header',
    accepted: { headerParameters: text(60) },
    refused: { headerParameters: text(61) },
    path: '/headerParameters',
    message: 'must have at most 60 characters',
  },
  {
    what: 'the scheme of a link',
    accepted: image({ link: 'http://example.com/a.png' }),
    refused: image({ link: 'data:image/png;base64,AA' }),
    path: '/headerParameters/image/link',
    message: 'must be a link that starts with https:// (or http://)',
  },
  {
    what: 'the length of a link',
    accepted: image({ link: `https://a.example/${text(1982)}` }),
    refused: image({ link: `https://a.example/${text(1983)}` }),
    path: '/headerParameters/image/link',
    message: 'must have at most 2000 characters',
  },
  {
    what: 'the length of a media id',
    accepted: image({ mediaId: '1'.repeat(40) }),
    refused: image({ mediaId: '1'.repeat(41) }),
    path: '/headerParameters/image/mediaId',
    message: "must be the digits of Meta's media id",
  },
  {
    what: 'the digits of a media id',
    accepted: image({ mediaId: '0' }),
    refused: image({ mediaId: 'm1' }),
    path: '/headerParameters/image/mediaId',
    message: "must be the digits of Meta's media id",
  },
  {
    what: 'the length of a file name',
    accepted: document({ link, filename: text(240) }),
    refused: document({ link, filename: text(241) }),
    path: '/headerParameters/document/filename',
    message: 'must have at most 240 characters',
  },
  {
    what: 'a file name that is empty',
    accepted: document({ link, filename: 'a' }),
    refused: document({ link, filename: '' }),
    path: '/headerParameters/document/filename',
    message: 'must have at least 1 character',
  },
  {
    what: 'the north',
    accepted: place({ latitude: 90 }),
    refused: place({ latitude: 90.01 }),
    path: '/headerParameters/location/latitude',
    message: 'must be at most 90',
  },
  {
    what: 'the south',
    accepted: place({ latitude: -90 }),
    refused: place({ latitude: -90.01 }),
    path: '/headerParameters/location/latitude',
    message: 'must be at least -90',
  },
  {
    what: 'the east',
    accepted: place({ longitude: 180 }),
    refused: place({ longitude: 180.01 }),
    path: '/headerParameters/location/longitude',
    message: 'must be at most 180',
  },
  {
    what: 'the west',
    accepted: place({ longitude: -180 }),
    refused: place({ longitude: -180.01 }),
    path: '/headerParameters/location/longitude',
    message: 'must be at least -180',
  },
  {
    what: 'the name of a place',
    accepted: place({ name: text(100) }),
    refused: place({ name: text(101) }),
    path: '/headerParameters/location/name',
    message: 'must have at most 100 characters',
  },
  {
    what: 'the address of a place',
    accepted: place({ address: text(300) }),
    refused: place({ address: text(301) }),
    path: '/headerParameters/location/address',
    message: 'must have at most 300 characters',
  },
  {
    what: 'the id of a product',
    accepted: product({ productRetailerId: text(100) }),
    refused: product({ productRetailerId: text(101) }),
    path: '/headerParameters/product/productRetailerId',
    message: 'must have at most 100 characters',
  },
  {
    what: 'the id of a catalogue',
    accepted: product({ catalogId: text(100) }),
    refused: product({ catalogId: '' }),
    path: '/headerParameters/product/catalogId',
    message: 'must have at least 1 character',
  },
  {
    what: 'the text of the body',
    accepted: body({ type: 'text', text: text(1024) }),
    refused: body({ type: 'text', text: text(1025) }),
    path: '/templateParameters/0/text',
    message: 'must have at most 1024 characters',
  },
  {
    what: 'plain text in the body',
    accepted: body(text(1024)),
    refused: body('ok', text(1025)),
    path: '/templateParameters/1',
    message: 'must have at most 1024 characters',
  },
  {
    what: 'spaces in plain text',
    accepted: body('a    b'),
    refused: body('a     b'),
    path: '/templateParameters/0',
    message: 'must not contain more than four spaces in a row',
  },
  {
    what: 'line breaks in plain text',
    accepted: body('a b'),
    refused: body('a\u2028b'),
    path: '/templateParameters/0',
    message: 'must not contain line breaks or tabs: WhatsApp refuses them in parameters',
  },
  {
    what: 'plain text that is empty',
    accepted: body('0'),
    refused: body(' '),
    path: '/templateParameters/0',
    message: 'must not be empty: WhatsApp refuses a parameter without text',
  },
  {
    what: 'a parameter that is neither text nor an object',
    accepted: body('5'),
    refused: body(5),
    path: '/templateParameters/0',
    message: 'must be an object with a type, or plain text',
  },
  {
    what: 'the types of parameters',
    accepted: body({ type: 'text', text: 'a' }),
    refused: body({ type: 'image', text: 'a' }),
    path: '/templateParameters/0/type',
    message: 'must be one of text, currency, date_time',
  },
  {
    what: 'the number of parameters',
    accepted: body(...times(100, String)),
    refused: body(...times(101, String)),
    path: '/templateParameters',
    message: 'must have at most 100 entries',
  },
  {
    what: 'the code of a currency',
    accepted: currency({ code: 'ILS' }),
    refused: currency({ code: 'ils' }),
    path: '/templateParameters/0/currency/code',
    message: 'must be three capital letters (ISO 4217), such as USD',
  },
  {
    what: 'the fraction of an amount',
    accepted: currency({ amount1000: -1 }),
    refused: currency({ amount1000: 0.5 }),
    path: '/templateParameters/0/currency/amount1000',
    message: 'must be a whole number',
  },
  {
    what: 'the text of an amount',
    accepted: currency({ fallbackValue: text(1024) }),
    refused: currency({ fallbackValue: '' }),
    path: '/templateParameters/0/currency/fallbackValue',
    message: 'must not be empty: WhatsApp refuses a parameter without text',
  },
  {
    what: 'the text of a date',
    accepted: dateTime('25 February 2027'),
    refused: dateTime('25\tFebruary'),
    path: '/templateParameters/0/dateTime/fallbackValue',
    message: 'must not contain line breaks or tabs: WhatsApp refuses them in parameters',
  },
  {
    what: 'the first letter of a placeholder',
    accepted: body({ type: 'text', text: 'a', parameterName: 'first_name2' }),
    refused: body({ type: 'text', text: 'a', parameterName: '2nd_name' }),
    path: '/templateParameters/0/parameterName',
    message: "must be a placeholder's name, such as first_name: lower case, digits, underscores",
  },
  {
    what: 'the position of a button',
    accepted: button({ index: 9, type: 'url', text: 'a' }),
    refused: button({ index: -1, type: 'url', text: 'a' }),
    path: '/buttonParameters/0/index',
    message: 'must be at least 0',
  },
  {
    what: 'the end of a link',
    accepted: button({ type: 'url', text: text(2000) }),
    refused: button({ type: 'url', text: text(2001) }),
    path: '/buttonParameters/0/text',
    message: 'must have at most 2000 characters',
  },
  {
    what: 'the payload of a reply',
    accepted: button({ type: 'quick_reply', payload: text(256) }),
    refused: button({ type: 'quick_reply', payload: text(257) }),
    path: '/buttonParameters/0/payload',
    message: 'must have at most 256 characters',
  },
  {
    what: 'the length of a coupon code',
    accepted: button({ type: 'copy_code', couponCode: text(15) }),
    refused: button({ type: 'copy_code', couponCode: text(16) }),
    path: '/buttonParameters/0/couponCode',
    message: 'must have 1 to 15 characters and no spaces',
  },
  {
    what: 'the token of a flow',
    accepted: button({ type: 'flow', flowToken: text(200) }),
    refused: button({ type: 'flow', flowToken: text(201) }),
    path: '/buttonParameters/0/flowToken',
    message: 'must have at most 200 characters',
  },
  {
    what: 'the product of a catalogue button',
    accepted: button({ type: 'catalog', thumbnailProductRetailerId: text(100) }),
    refused: button({ type: 'catalog', thumbnailProductRetailerId: text(101) }),
    path: '/buttonParameters/0/thumbnailProductRetailerId',
    message: 'must have at most 100 characters',
  },
  {
    what: 'the code of an authentication button',
    accepted: button({ type: 'one_time_code', code: '1' }),
    refused: button({ type: 'one_time_code', code: '' }),
    path: '/buttonParameters/0/code',
    message: 'must have 1 to 15 characters and no spaces',
  },
  {
    what: 'the types of buttons',
    accepted: button({ type: 'flow' }),
    refused: button({ type: 'phone_number' }),
    path: '/buttonParameters/0/type',
    message: 'must be one of url, quick_reply, copy_code, flow, catalog, one_time_code',
  },
  {
    what: 'the number of buttons',
    accepted: { buttonParameters: times(10, (index) => ({ index, type: 'url', text: 'a' })) },
    refused: { buttonParameters: times(11, (index) => ({ index: index % 10, type: 'url', text: 'a' })) },
    path: '/buttonParameters',
    message: 'must have at most 10 entries',
  },
  {
    what: 'the most cards of a carousel',
    accepted: { carousel: times(10, () => card) },
    refused: { carousel: times(11, () => card) },
    path: '/carousel',
    message: 'must have at most 10 entries',
  },
  {
    what: 'the fewest cards of a carousel',
    accepted: { carousel: [card] },
    refused: { carousel: [] },
    path: '/carousel',
    message: 'must have at least 1 entry',
  },
  {
    what: 'the end of an offer',
    accepted: { limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00.000+02:00' } },
    refused: { limitedTimeOffer: { expirationTime: '2027-01-31' } },
    path: '/limitedTimeOffer/expirationTime',
    message: 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z',
  },
  {
    what: 'the number of components',
    accepted: { components: times(20, () => ({ type: 'x' })) },
    refused: { components: times(21, () => ({ type: 'x' })) },
    path: '/components',
    message: 'must have at most 20 entries',
  },
  {
    what: 'the type of a component',
    accepted: { components: [{ type: 'tap_target_configuration' }] },
    refused: { components: [{ parameters: [] }] },
    path: '/components/0/type',
    message: 'is required',
  },
]

describe.each(edges)('$what', ({ accepted, refused, path, message }) => {
  it('is accepted up to its limit', () => {
    expect(faults(accepted)).toEqual({})
  })

  it('is refused past its limit, at its field', () => {
    expect(faults(refused)).toEqual({ [path]: message })
  })
})

it.each<[string, object, object]>([
  ['a card', { carousel: [{ ...card, templateParameters: ['10OFF'] }] }, { carousel: [{}] }],
  ['a header', { headerParameters: 'Dana' }, { headerParameters: 7 }],
])('reads plain text in %s, and refuses a value that is neither', (_what, accepted, refused) => {
  expect(faults(accepted)).toEqual({})
  expect(Object.keys(faults(refused))).toHaveLength(1)
})

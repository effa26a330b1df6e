import { expect, it } from 'vitest'
import { parseBatchRow } from './batch-request.ts'
import { parseRequest } from '../errors/parse-request.ts'
import { contentOf, SendRequest } from './send-request.ts'
import { SendTextQuery, SendTextRequest } from './send-text-request.ts'
import { isWaypostError } from '../errors/waypost-error.ts'

const to = '+972546800360'
const link = 'https://example.com/file'
const long = (length: number) => 'x'.repeat(length)
const button = (id: string, title: string = id) => ({ id, title })
const row = (id: string) => ({ id, title: `Row ${id}` })
const card = (header: object) => ({ header, displayText: 'Buy', url: link })
const image = { type: 'image', image: { link } }

/** The faults of a body, path by path. */
function faults(read: () => unknown): Record<string, string> {
  try {
    read()
    return {}
  } catch (error) {
    if (!isWaypostError(error)) throw error
    return Object.fromEntries((error.fields ?? []).map(({ path, message }) => [path, message]))
  }
}
const faultsOf = (body: object) => faults(() => parseRequest(SendRequest, { to, ...body }))
const interactive = (content: object) => ({
  type: 'interactive',
  interactive: { body: 'Choose', ...content },
})

it.each<[string, object]>([
  ['text', { type: 'text', text: 'Hello' }],
  ['text with a preview', { type: 'text', text: { body: link, previewUrl: true } }],
  ['text of the greatest length', { type: 'text', text: long(4096) }],
  ['an image by link', { type: 'image', image: { link, caption: long(1024) } }],
  ['an image by id', { type: 'image', image: { mediaId: '1013859600285441' } }],
  ['a voice message', { type: 'audio', audio: { link, voice: true } }],
  ['a document', { type: 'document', document: { link, caption: 'Yours', filename: long(240) } }],
  ['a sticker', { type: 'sticker', sticker: { link } }],
  ['a place', { type: 'location', location: { latitude: -90, longitude: 180 } }],
  ['a reaction', { type: 'reaction', reaction: { messageId: 'wamid.HBgMOTcy+/=', emoji: '👩🏽‍🚀' } }],
  ['a plain heart', { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '❤' } }],
  ['a reaction taken back', { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '' } }],
  ['three buttons', interactive({ type: 'button', buttons: [button('a'), button('b'), button('c')] })],
  [
    'a long list',
    interactive({ type: 'list', body: long(4096), button: 'Go', sections: [{ rows: [row('1')] }] }),
  ],
  ['a request for the location', interactive({ type: 'location_request_message' })],
  [
    'a product without words',
    { type: 'interactive', interactive: { type: 'product', catalogId: '1', productRetailerId: '2' } },
  ],
  ['a WhatsApp user without a number', { to: { bsuid: 'US.1349' }, type: 'text', text: 'Hello' }],
  ['a user of the project', { to: { uid: 'abc' }, type: 'text', text: 'Hello' }],
  ['an answer to a message', { type: 'text', text: 'Hello', replyTo: 'wamid.A' }],
])('takes %s', (_what, body) => {
  expect(faultsOf(body)).toEqual({})
})

it.each<[string, object, string, string]>([
  [
    'another type',
    { type: 'fax' },
    '/type',
    'must be one of text, image, video, audio, document, sticker, location, contacts, interactive, reaction, template',
  ],
  ['no content', { type: 'image' }, '/image', 'is required'],
  ['no recipient', { type: 'text', text: 'Hi', to: undefined }, '/to', 'is required'],
  [
    'a number as recipient',
    { type: 'text', text: 'Hi', to: 5 },
    '/to',
    'must be a phone number, { bsuid } of a WhatsApp user, { uid } of a Firebase user, or { conversation }',
  ],
  [
    'a recipient by another id',
    { type: 'text', text: 'Hi', to: { uid: 'a', name: 'b' } },
    '/to/name',
    'is not a field of this request',
  ],
  ['text that is too long', { type: 'text', text: long(4097) }, '/text', 'must have at most 4096 characters'],
  ['only spaces', { type: 'text', text: ' \n' }, '/text', 'must not be only spaces'],
  ['text of another form', { type: 'text', text: 7 }, '/text', 'must be a text, or { body } with previewUrl'],
  [
    'Meta’s spelling',
    { type: 'text', text: { body: 'Hi', preview_url: true } },
    '/text/preview_url',
    'is not a field of this request: write previewUrl',
  ],
  [
    'the content of another type',
    { type: 'text', text: 'Hi', image: { link } },
    '/image',
    'is not a field of this request',
  ],
  [
    'an image without a file',
    { type: 'image', image: {} },
    '/image',
    'must have exactly one of link and mediaId',
  ],
  [
    'an image with two',
    { type: 'image', image: { link, mediaId: '1' } },
    '/image',
    'must have exactly one of link and mediaId',
  ],
  [
    'a link that is none',
    { type: 'image', image: { link: 'ftp://a' } },
    '/image/link',
    'must be a link that starts with https:// (or http://)',
  ],
  [
    'a caption that is too long',
    { type: 'video', video: { link, caption: long(1025) } },
    '/video/caption',
    'must have at most 1024 characters',
  ],
  [
    'a caption of a sound',
    { type: 'audio', audio: { link, caption: 'Hi' } },
    '/audio/caption',
    'is not a field of this request',
  ],
  [
    'a caption of a sticker',
    { type: 'sticker', sticker: { link, caption: 'Hi' } },
    '/sticker/caption',
    'is not a field of this request',
  ],
  [
    'a file name that is too long',
    { type: 'document', document: { link, filename: long(241) } },
    '/document/filename',
    'must have at most 240 characters',
  ],
  [
    'a place off the globe',
    { type: 'location', location: { latitude: 91, longitude: 0 } },
    '/location/latitude',
    'must be at most 90',
  ],
  [
    'a card without a name',
    { type: 'contacts', contacts: [{ name: { formattedName: 'Ada' } }] },
    '/contacts/0/name',
    'needs firstName or another part of the name beside formattedName',
  ],
  ['no card', { type: 'contacts', contacts: [] }, '/contacts', 'must have at least 1 entry'],
  [
    'a birthday without a year',
    { type: 'contacts', contacts: [{ name: { formattedName: 'A', firstName: 'A' }, birthday: '12-10' }] },
    '/contacts/0/birthday',
    'must be a date such as 1815-12-10',
  ],
  [
    'two emoji',
    { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '👍👍' } },
    '/reaction/emoji',
    'must be one emoji, or empty to take the reaction back',
  ],
  [
    'a letter as emoji',
    { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: 'a' } },
    '/reaction/emoji',
    'must be one emoji, or empty to take the reaction back',
  ],
  [
    'a reaction to nothing',
    { type: 'reaction', reaction: { messageId: '7', emoji: '👍' } },
    '/reaction/messageId',
    'must be the id of a message: msg_… or wamid.…',
  ],
  [
    'a reaction that quotes',
    { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '👍' }, replyTo: 'wamid.B' },
    '/replyTo',
    'is not a field of this request',
  ],
  [
    'a template’s own faults',
    { type: 'template', template: { templateName: 'A B', languageCode: 'en' } },
    '/template/templateName',
    'must be the name as approved: lower-case letters, digits and underscores',
  ],
  [
    'a message that expires before it is due',
    { type: 'text', text: 'Hi', sendAt: '2027-01-02T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
    '/notAfter',
    'must be later than sendAt',
  ],
])('refuses %s at its field', (_what, body, path, message) => {
  expect(faultsOf(body)).toEqual({ [path]: message })
})

it.each<[string, object, string, string]>([
  [
    'another kind',
    { type: 'quiz' },
    '/interactive/type',
    'must be one of button, list, cta_url, location_request_message, address_message, flow, product, product_list, catalog_message, carousel, request_contact_info',
  ],
  ['no words', { type: 'location_request_message', body: undefined }, '/interactive/body', 'is required'],
  [
    'words that are too long',
    { type: 'button', body: long(1025), buttons: [button('a')] },
    '/interactive/body',
    'must have at most 1024 characters',
  ],
  [
    'a footer that is too long',
    { type: 'button', footer: long(61), buttons: [button('a')] },
    '/interactive/footer',
    'must have at most 60 characters',
  ],
  [
    'a header that is too long',
    { type: 'button', header: { type: 'text', text: long(61) }, buttons: [button('a')] },
    '/interactive/header/text',
    'must have at most 60 characters',
  ],
  [
    'a header of a sound',
    { type: 'button', header: { type: 'audio' }, buttons: [button('a')] },
    '/interactive/header/type',
    'must be one of text, image, video, document',
  ],
  [
    'four buttons',
    { type: 'button', buttons: ['a', 'b', 'c', 'd'].map((id) => button(id)) },
    '/interactive/buttons',
    'must have at most 3 entries',
  ],
  [
    'a label that is too long',
    { type: 'button', buttons: [button('a', long(21))] },
    '/interactive/buttons/0/title',
    'must have at most 20 characters',
  ],
  [
    'an id that is too long',
    { type: 'button', buttons: [button(long(257), 'A')] },
    '/interactive/buttons/0/id',
    'must have at most 256 characters',
  ],
  [
    'an id with spaces around',
    { type: 'button', buttons: [button('a ', 'A')] },
    '/interactive/buttons/0/id',
    'must not begin or end with a space',
  ],
  [
    'an id twice',
    { type: 'button', buttons: [button('a', 'A'), button('a', 'B')] },
    '/interactive/buttons/1/id',
    'is used twice: a',
  ],
  [
    'a label twice',
    { type: 'button', buttons: [button('a', 'A'), button('b', 'A')] },
    '/interactive/buttons/1/title',
    'is used twice: A',
  ],
  [
    'a picture above a list',
    { type: 'list', header: { type: 'image', text: 'A' }, button: 'Go', sections: [{ rows: [row('1')] }] },
    '/interactive/header/type',
    'must be text',
  ],
  [
    'sections without headings',
    { type: 'list', button: 'Go', sections: [{ title: 'A', rows: [row('1')] }, { rows: [row('2')] }] },
    '/interactive/sections/1/title',
    'is required where there are several sections',
  ],
  [
    'eleven rows in all',
    {
      type: 'list',
      button: 'Go',
      sections: [
        { title: 'A', rows: ['1', '2', '3', '4', '5', '6'].map(row) },
        { title: 'B', rows: ['a', 'b', 'c', 'd', 'e'].map(row) },
      ],
    },
    '/interactive/sections',
    'must have at most 10 rows in total; it has 11',
  ],
  [
    'a row twice',
    { type: 'list', button: 'Go', sections: [{ rows: [row('1'), row('1')] }] },
    '/interactive/sections/0/rows/1/id',
    'is used twice: 1',
  ],
  [
    'a row that says too much',
    { type: 'list', button: 'Go', sections: [{ rows: [{ ...row('1'), description: long(73) }] }] },
    '/interactive/sections/0/rows/0/description',
    'must have at most 72 characters',
  ],
  [
    'an address that is none',
    { type: 'cta_url', displayText: 'Go', url: 'example.com' },
    '/interactive/url',
    'must be a link that starts with https:// (or http://)',
  ],
  [
    'a flow without a name',
    { type: 'flow', displayText: 'Go' },
    '/interactive',
    'must have exactly one of flowId and flowName',
  ],
  [
    'a flow with two',
    { type: 'flow', displayText: 'Go', flowId: '1', flowName: 'a' },
    '/interactive',
    'must have exactly one of flowId and flowName',
  ],
  [
    'a country without a form',
    { type: 'address_message', country: 'IL' },
    '/interactive/country',
    'must be one of IN, SG',
  ],
  [
    'products without a heading',
    {
      type: 'product_list',
      catalogId: '1',
      sections: [{ title: 'A', productItems: [{ productRetailerId: '1' }] }],
    },
    '/interactive/header',
    'is required',
  ],
  [
    'too many products',
    {
      type: 'product_list',
      header: { type: 'text', text: 'A' },
      catalogId: '1',
      sections: ['A', 'B'].map((title) => ({
        title,
        productItems: Array.from({ length: 16 }, (_, i) => ({ productRetailerId: String(i) })),
      })),
    },
    '/interactive/sections',
    'must have at most 30 products in total; it has 32',
  ],
  [
    'one card',
    { type: 'carousel', cards: [card(image)] },
    '/interactive/cards',
    'must have at least 2 entries',
  ],
  [
    'cards of two kinds',
    { type: 'carousel', cards: [card(image), card({ type: 'video', video: { link } })] },
    '/interactive/cards/1/header/type',
    'must be image, as on the first card',
  ],
])('refuses an interactive message with %s', (_what, content, path, message) => {
  expect(faultsOf(interactive(content))).toEqual({ [path]: message })
})

it('reads both forms of text as one', () => {
  const content = (text: unknown) => contentOf(parseRequest(SendRequest, { to, type: 'text', text }))
  expect(content('Hi')).toEqual(content({ body: 'Hi' }))
  expect(content({ body: 'Hi', previewUrl: false })).toEqual({
    type: 'text',
    text: { body: 'Hi', previewUrl: false },
  })
})

it('takes the content alone out of a request', () => {
  const location = { latitude: 32, longitude: 34, name: 'Shop' }
  const request = parseRequest(SendRequest, { to, type: 'location', location, metadata: { a: '1' } })
  expect(contentOf(request)).toEqual({ type: 'location', location })
})

it('takes what clients of a hosted session API send', () => {
  const body = { session: 'ses_1', to, text: 'Hello' }
  expect(parseRequest(SendTextRequest, body)).toEqual(body)
  expect(parseRequest(SendTextRequest, { ...body, session: '' }).session).toBe('')
  expect(faults(() => parseRequest(SendTextRequest, { to }))).toEqual({ '/text': 'is required' })
})

it('reads words of an address as what they mean', () => {
  const query = { to: ' 972546800360', text: 'Hello', previewUrl: 'true', dryRun: 'false' }
  expect(parseRequest(SendTextQuery, query)).toEqual({ to, text: 'Hello', previewUrl: true, dryRun: false })
  expect(faults(() => parseRequest(SendTextQuery, { ...query, key: 'wp_live_x' }))).toEqual({
    '/key': 'is not a field of this request',
  })
})

it('knows the two forms of a row of a batch', () => {
  const send = { to, type: 'text', text: 'Hello' }
  const notify = { phoneNumber: to, templateName: 'hello_world', languageCode: 'en_US' }
  expect(parseBatchRow({ ...send, idempotencyKey: 'a' })).toEqual({
    form: 'send',
    idempotencyKey: 'a',
    request: send,
  })
  expect(parseBatchRow(notify)).toEqual({ form: 'notify', request: notify })
})

it.each<[unknown, string, string]>([
  ['hello', '', 'must be an object'],
  [null, '', 'must be an object'],
  [{ to, type: 'text' }, '/text', 'is required'],
  [{ templateName: 'hello_world' }, '/languageCode', 'is required'],
  [
    { to, type: 'text', text: 'Hi', idempotencyKey: ' ' },
    '/idempotencyKey',
    'must have 1 to 255 printable ASCII characters',
  ],
])('refuses the row %j', (row, path, message) => {
  expect(faults(() => parseBatchRow(row))).toMatchObject({ [path]: message })
})

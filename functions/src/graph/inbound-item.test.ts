import { describe, expect, it } from 'vitest'
import { readInboundItem } from './inbound-item.ts'

const frame = {
  from: '972546800360',
  from_user_id: 'IL.13491208655302741918',
  id: 'wamid.1',
  timestamp: '1772366400',
}
const read = (item: object, contacts: object[] = []) => readInboundItem({ ...frame, ...item }, contacts)

interface Row {
  readonly type: string
  /** The member that is named like the type, with every field it may have. */
  readonly payload: unknown
  readonly content: object
  readonly text: string
  readonly kind?: string
  /** Beside the payload. */
  readonly beside?: object
}

/** Every row of Meta's table of messages, as full as it can be. */
const rows: readonly Row[] = [
  { type: 'text', payload: { body: 'Hello' }, content: { body: 'Hello' }, text: 'Hello' },
  {
    type: 'image',
    payload: {
      id: '1',
      mime_type: 'image/jpeg',
      sha256: 'a=',
      caption: 'Look',
      url: 'https://lookaside.example',
    },
    content: { mediaId: '1', mimeType: 'image/jpeg', sha256: 'a=', caption: 'Look' },
    text: 'Look',
  },
  {
    type: 'video',
    payload: { id: 2, mime_type: 'video/mp4', sha256: 'a=' },
    content: { mediaId: '2', mimeType: 'video/mp4', sha256: 'a=' },
    text: '',
  },
  {
    type: 'document',
    payload: { id: '3', mime_type: 'application/pdf', sha256: 'a=', filename: 'a.pdf' },
    content: { mediaId: '3', mimeType: 'application/pdf', sha256: 'a=', filename: 'a.pdf' },
    text: 'a.pdf',
  },
  {
    type: 'sticker',
    payload: { id: '4', mime_type: 'image/webp', sha256: 'a=', animated: true },
    content: { mediaId: '4', mimeType: 'image/webp', sha256: 'a=', animated: true },
    text: '',
  },
  {
    type: 'audio',
    payload: { id: '5', mime_type: 'audio/ogg; codecs=opus', sha256: 'a=', voice: true },
    content: { mediaId: '5', mimeType: 'audio/ogg; codecs=opus', sha256: 'a=', voice: true },
    text: '',
  },
  {
    type: 'location',
    payload: {
      latitude: 32.1,
      longitude: 34.8,
      name: 'Market',
      address: 'HaCarmel',
      url: 'https://a.example',
    },
    content: {
      latitude: 32.1,
      longitude: 34.8,
      name: 'Market',
      address: 'HaCarmel',
      url: 'https://a.example',
    },
    text: 'Market',
  },
  {
    type: 'contacts',
    payload: [
      { name: { formatted_name: 'Ada' }, phones: [{ phone: '+1', wa_id: '1' }], origin: 'other', vcard: 'V' },
      { phones: [{ phone: '+2' }] },
    ],
    content: {
      contacts: [
        { name: { formattedName: 'Ada' }, phones: [{ phone: '+1', waId: '1' }], origin: 'other', vcard: 'V' },
        { phones: [{ phone: '+2' }] },
      ],
    },
    text: 'Ada',
  },
  {
    type: 'interactive',
    payload: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
    content: { kind: 'button_reply', id: 'yes', title: 'Yes' },
    text: 'Yes',
  },
  {
    type: 'interactive',
    payload: { type: 'list_reply', list_reply: { id: '1', title: 'Monday', description: 'At nine' } },
    content: { kind: 'list_reply', id: '1', title: 'Monday', description: 'At nine' },
    text: 'Monday',
  },
  {
    type: 'interactive',
    payload: {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t"}' },
    },
    content: { kind: 'nfm_reply', name: 'flow', body: 'Sent', response: { flow_token: 't' } },
    text: 'Sent',
  },
  {
    type: 'interactive',
    payload: {
      type: 'call_permission_reply',
      call_permission_reply: { response: 'accept', expiration_timestamp: 1, response_source: 'user_action' },
    },
    content: {
      kind: 'call_permission_reply',
      response: 'accept',
      expirationTimestamp: 1,
      responseSource: 'user_action',
    },
    text: 'accept',
  },
  {
    type: 'button',
    payload: { text: 'I will come', payload: 'COME' },
    content: { text: 'I will come', payload: 'COME' },
    text: 'I will come',
  },
  {
    type: 'order',
    payload: {
      catalog_id: '9',
      text: 'As a gift',
      product_items: [{ product_retailer_id: 's', quantity: 2, item_price: 1.5, currency: 'USD' }],
    },
    content: {
      catalogId: '9',
      text: 'As a gift',
      productItems: [{ productRetailerId: 's', quantity: 2, itemPrice: 1.5, currency: 'USD' }],
    },
    text: 'As a gift',
  },
  {
    type: 'reaction',
    payload: { message_id: 'wamid.0', emoji: '👍' },
    content: { messageId: 'wamid.0', emoji: '👍' },
    text: '👍',
    kind: 'reaction',
  },
  {
    type: 'system',
    payload: {
      body: 'Changed',
      type: 'user_changed_number',
      wa_id: '972546800999',
      customer: '972546800360',
    },
    content: { kind: 'user_changed_number', body: 'Changed', waId: '972546800999', customer: '972546800360' },
    text: 'Changed',
    kind: 'system',
  },
  {
    type: 'unsupported',
    payload: { type: 'poll' },
    content: { type: 'poll' },
    text: '',
    beside: { errors: [{ code: 131051, title: 'Unsupported', error_data: { details: 'd' } }] },
  },
  { type: 'request_welcome', payload: {}, content: {}, text: '' },
  {
    type: 'ephemeral',
    payload: { anything: [{ new_field: 1 }] },
    content: { anything: [{ newField: 1 }] },
    text: '',
  },
]

const named = rows.map((row) => ({ ...row, name: `${row.type} ${JSON.stringify(row.payload).slice(0, 40)}` }))

it.each(named)('reads $name whole', ({ type, payload, content, text, kind = 'message', beside = {} }) => {
  expect(read({ type, [type]: payload, ...beside })).toMatchObject({
    type,
    content,
    text,
    kind,
    wamid: 'wamid.1',
  })
})

/** The same payload without each of its fields in turn, at the first two levels, and without itself. */
const poorer = named.flatMap(({ type, payload, beside = {} }) => {
  const without = (value: unknown): unknown[] => {
    if (typeof value !== 'object' || value === null) return [undefined, null, 7, 'text', [], {}]
    const entries = Object.entries(value)
    return entries.flatMap(([name, inner]) => [
      Object.fromEntries(entries.filter(([other]) => other !== name)),
      ...without(inner).map((less) => ({ ...value, [name]: less })),
    ])
  }
  return [undefined, null, 'text', 7, [], ...without(payload)].map((less) => ({
    type,
    [type]: less,
    ...beside,
  }))
})

it('reads every one of them with anything missing or of another kind, and throws at none', () => {
  expect(poorer.length).toBeGreaterThan(300)
  for (const item of poorer) {
    const said = read(item)
    expect(said.type).toBe(item.type === 'voice' ? 'audio' : item.type)
    expect(typeof said.text).toBe('string')
    expect(() => JSON.stringify(said)).not.toThrow()
  }
})

it.each([undefined, null, 7, 'text', [], [{}], {}])('reads %j in the place of an item', (item) => {
  expect(readInboundItem(item, [])).toMatchObject({ type: 'unknown', kind: 'message', wamid: undefined })
})

it.each([
  ['text of JSON that is no object', '[1,2]', { response: [1, 2] }],
  ['text that is no JSON', 'thanks', { responseText: 'thanks' }],
  ['an object', { a_b: 1 }, { response: { a_b: 1 } }],
  ['nothing', undefined, {}],
])('keeps the answer of a flow that is %s', (_, json, content) => {
  const item = { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: json } } }
  expect(read(item).content).toEqual({ kind: 'nfm_reply', ...content })
})

it.each(['', null, undefined])('reads a reaction with the emoji %j as taken back', (emoji) => {
  const { content, text } = read({ type: 'reaction', reaction: { message_id: 'wamid.0', emoji } })
  expect([content, text]).toEqual([{ messageId: 'wamid.0' }, ''])
})

it('calls the older voice an audio that is a voice', () => {
  expect(read({ type: 'voice', voice: { id: '1' } })).toMatchObject({
    type: 'audio',
    content: { mediaId: '1', voice: true },
  })
})

it('reads an edit as what it says from then on, and which message it changes', () => {
  const message = { type: 'image', image: { id: '2', caption: 'This one' }, context: { id: 'wamid.7' } }
  expect(read({ type: 'edit', edit: { original_message_id: 'wamid.0', message } })).toMatchObject({
    kind: 'edit',
    changes: 'wamid.0',
    type: 'image',
    content: { mediaId: '2', caption: 'This one' },
    text: 'This one',
  })
  expect(read({ type: 'revoke', revoke: { original_message_id: 123 } })).toMatchObject({
    kind: 'revoke',
    changes: '123',
  })
  expect(read({ type: 'edit', edit: {} })).not.toHaveProperty('changes')
})

describe('what comes with a message', () => {
  const text = { type: 'text', text: { body: 'Hi' } }

  it('says what it answers, whatever is missing', () => {
    expect(read({ ...text, context: { id: 'wamid.0', from: '15550783881' } }).about).toEqual({
      wamid: 'wamid.0',
      from: '15550783881',
    })
    expect(read({ ...text, context: { from: '15550783881' } })).not.toHaveProperty('about')
    expect(read({ ...text, context: null })).not.toHaveProperty('about')
  })

  it.each([
    [{ forwarded: true }, 'once'],
    [{ forwarded: true, frequently_forwarded: true }, 'often'],
    [{ frequently_forwarded: true }, 'often'],
    [{}, undefined],
  ])('knows by %j that it was passed on: %s', (context, forwarded) => {
    expect(read({ ...text, context }).forwarded).toBe(forwarded)
  })

  it('keeps the advertisement it began with, the product and the identity', () => {
    const referral = { source_url: 'https://fb.me/1', source_type: 'ad', ctwa_clid: 'c' }
    const context = { referred_product: { catalog_id: '1', product_retailer_id: '2' } }
    expect(read({ ...text, referral, context, identity: { hash: 'h' } }).extras).toEqual({
      referral: { sourceUrl: 'https://fb.me/1', sourceType: 'ad', ctwaClid: 'c' },
      product: { catalogId: '1', productRetailerId: '2' },
      identity: { hash: 'h' },
    })
  })

  it('keeps why Meta could not tell what it says', () => {
    const errors = [{ code: 131051, error_data: { details: 'd' } }, 'odd']
    expect(read({ type: 'unknown', errors }).errors).toEqual([
      { code: 131051, errorData: { details: 'd' } },
      {},
    ])
  })

  it.each([
    ['1772366400', '2026-03-01T12:00:00.000Z'],
    [1772366400, '2026-03-01T12:00:00.000Z'],
    ['soon', undefined],
    ['', undefined],
    [-1, undefined],
    [undefined, undefined],
  ])('reads the time %j', (timestamp, instant) => {
    expect(read({ ...text, timestamp }).sentAt?.toISOString()).toBe(instant)
  })
})

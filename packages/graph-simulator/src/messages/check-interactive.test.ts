import { expect, it } from 'vitest'
import { GraphError } from '../graph/graph-error.ts'
import { toPart } from '../graph/json-part.ts'
import { checkInteractive } from './check-interactive.ts'
import { interactiveKinds } from './interactive-kinds.ts'

const link = 'https://example.com/a.jpg'
const image = { type: 'image', image: { link } }
const row = (id: string, more = {}) => ({ id, title: 'Row', ...more })
const reply = (id: string, title = id) => ({ type: 'reply', reply: { id, title } })
const product = { product_retailer_id: 'p' }
const section = (more = {}) => ({ title: 'S', product_items: [product], ...more })
const address = { name: 'cta_url', parameters: { display_text: 'See', url: link } }
const card = (index: number, header: object = image) => ({
  card_index: index,
  type: 'cta_url',
  header,
  action: address,
})
const flow = (parameters: object) => ({
  name: 'flow',
  parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Open', ...parameters },
})

/** A valid action of each kind. */
const actions: Record<(typeof interactiveKinds)[number], object> = {
  button: { buttons: [reply('a')] },
  list: { button: 'Menu', sections: [{ rows: [row('a')] }] },
  cta_url: address,
  location_request_message: { name: 'send_location' },
  address_message: { name: 'address_message', parameters: { country: 'IN' } },
  flow: flow({}),
  product: { catalog_id: 'c', ...product },
  product_list: { catalog_id: 'c', sections: [section()] },
  catalog_message: { name: 'catalog_message' },
  carousel: { cards: [card(0), card(1)] },
  voice_call: { name: 'voice_call' },
  call_permission_request: { name: 'call_permission_request' },
  request_contact_info: { name: 'request_contact_info' },
  order_details: { name: 'review_and_pay' },
  order_status: { name: 'review_order' },
}
const needsHeader = { type: 'text', text: 'h' }
const whole = (type: keyof typeof actions, changes: object = {}) => ({
  type,
  body: { text: 'Choose' },
  action: actions[type],
  ...(type === 'product_list' && { header: needsHeader }),
  ...changes,
})

function codeOf(interactive: object, media = (id: string): string | undefined => `image/${id}`): number {
  try {
    checkInteractive(toPart(interactive, 'interactive'), media)
  } catch (error) {
    if (error instanceof GraphError) return error.refusal.code
    throw error
  }
  return 0
}

it.each(interactiveKinds)('takes a %s message', (kind) => {
  expect(codeOf(whole(kind))).toBe(0)
})

it.each(interactiveKinds)('needs the action of a %s message', (kind) => {
  expect(codeOf(whole(kind, { action: undefined }))).toBe(131008)
})

const optionalBody = ['product', 'order_details', 'order_status']
it.each(interactiveKinds)('knows whether a %s message needs a body', (kind) => {
  expect(codeOf(whole(kind, { body: undefined }))).toBe(optionalBody.includes(kind) ? 0 : 131008)
})

const withoutHeader = ['product', 'location_request_message', 'carousel', 'request_contact_info']
it.each(interactiveKinds)('knows whether a %s message takes a text header', (kind) => {
  expect(codeOf(whole(kind, { header: needsHeader }))).toBe(withoutHeader.includes(kind) ? 100 : 0)
})

it.each(['list', 'product_list'] as const)('takes no image above a %s', (kind) => {
  expect(codeOf(whole(kind, { header: image }))).toBe(100)
})

it.each<[string, object, number]>([
  ['an unknown kind', { ...whole('button'), type: 'quiz' }, 100],
  ['a body of 1024 characters', whole('button', { body: { text: 'x'.repeat(1024) } }), 0],
  ['a body of 1025 characters', whole('button', { body: { text: 'x'.repeat(1025) } }), 100],
  ['a list body of 4096 characters', whole('list', { body: { text: 'x'.repeat(4096) } }), 0],
  ['a list body of 4097 characters', whole('list', { body: { text: 'x'.repeat(4097) } }), 100],
  ['a footer of 60 characters', whole('button', { footer: { text: 'x'.repeat(60) } }), 0],
  ['a footer of 61 characters', whole('button', { footer: { text: 'x'.repeat(61) } }), 100],
  ['a footer below a carousel', whole('carousel', { footer: { text: 'x' } }), 100],
  [
    'a text header of 61 characters',
    whole('button', { header: { type: 'text', text: 'x'.repeat(61) } }),
    100,
  ],
  ['a sticker as header', whole('button', { header: { type: 'sticker', sticker: { link } } }), 100],
  ['a product list without a header', whole('product_list', { header: undefined }), 131008],
])('answers %s', (_, interactive, code) => {
  expect(codeOf(interactive)).toBe(code)
})

const many = <Item>(length: number, item: (index: number) => Item) =>
  Array.from({ length }, (_, i) => item(i))
const rows = (count: number) => [{ rows: many(count, (i) => row(String(i))) }]

it.each<[string, keyof typeof actions, object, number]>([
  ['three buttons', 'button', { buttons: ['a', 'b', 'c'].map((id) => reply(id)) }, 0],
  ['four buttons', 'button', { buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id)) }, 100],
  ['no button', 'button', { buttons: [] }, 100],
  ['a button title of 21 characters', 'button', { buttons: [reply('a', 'x'.repeat(21))] }, 100],
  ['two buttons of one id', 'button', { buttons: [reply('a', '1'), reply('a', '2')] }, 131009],
  ['two buttons of one title', 'button', { buttons: [reply('a', '1'), reply('b', '1')] }, 131009],
  ['a button id with a space at its end', 'button', { buttons: [reply('a ', 'A')] }, 131009],
  ['a button id of 257 characters', 'button', { buttons: [reply('x'.repeat(257), 'A')] }, 100],
  ['a button of another type', 'button', { buttons: [{ ...reply('a'), type: 'url' }] }, 100],
  ['ten rows', 'list', { button: 'Menu', sections: rows(10) }, 0],
  ['eleven rows', 'list', { button: 'Menu', sections: rows(11) }, 100],
  [
    'eleven rows in two sections',
    'list',
    {
      button: 'Menu',
      sections: [
        { title: 'A', ...rows(6)[0] },
        { title: 'B', rows: many(5, (i) => row(`b${i}`)) },
      ],
    },
    131009,
  ],
  [
    'two sections without titles',
    'list',
    { button: 'Menu', sections: [{ rows: [row('a')] }, { rows: [row('b')] }] },
    131008,
  ],
  ['a list button of 21 characters', 'list', { button: 'x'.repeat(21), sections: rows(1) }, 100],
  [
    'a row title of 25 characters',
    'list',
    { button: 'M', sections: [{ rows: [row('a', { title: 'x'.repeat(25) })] }] },
    100,
  ],
  [
    'a row description of 73 characters',
    'list',
    { button: 'M', sections: [{ rows: [row('a', { description: 'x'.repeat(73) })] }] },
    100,
  ],
  ['two rows of one id', 'list', { button: 'M', sections: [{ rows: [row('a'), row('a')] }] }, 131009],
  [
    'a label of 21 characters',
    'cta_url',
    { name: 'cta_url', parameters: { display_text: 'x'.repeat(21), url: link } },
    100,
  ],
  [
    'an address that is none',
    'cta_url',
    { name: 'cta_url', parameters: { display_text: 'See', url: 'x' } },
    131009,
  ],
  ['a flow by name', 'flow', flow({ flow_id: undefined, flow_name: 'f' }), 0],
  ['a flow by id and name', 'flow', flow({ flow_name: 'f' }), 131009],
  ['a flow without id and name', 'flow', flow({ flow_id: undefined }), 131009],
  ['a flow of another version', 'flow', flow({ flow_message_version: '2' }), 100],
  ['a flow label of 31 characters', 'flow', flow({ flow_cta: 'x'.repeat(31) }), 100],
  ['an unknown flow action', 'flow', flow({ flow_action: 'jump' }), 100],
  ['a flow payload without a screen', 'flow', flow({ flow_action_payload: {} }), 131008],
  [
    'an address in a third country',
    'address_message',
    { name: 'address_message', parameters: { country: 'US' } },
    100,
  ],
  [
    'thirty products',
    'product_list',
    { catalog_id: 'c', sections: [section({ product_items: many(30, () => product) })] },
    0,
  ],
  [
    'thirty-one products in two sections',
    'product_list',
    { catalog_id: 'c', sections: [section({ product_items: many(30, () => product) }), section()] },
    131009,
  ],
  [
    'a section of products without a title',
    'product_list',
    { catalog_id: 'c', sections: [section({ title: undefined })] },
    131008,
  ],
  ['ten cards', 'carousel', { cards: many(10, (i) => card(i)) }, 0],
  ['eleven cards', 'carousel', { cards: many(11, (i) => card(i)) }, 100],
  ['one card', 'carousel', { cards: [card(0)] }, 100],
  ['cards out of order', 'carousel', { cards: [card(1), card(0)] }, 131009],
  [
    'cards of two kinds of header',
    'carousel',
    { cards: [card(0), card(1, { type: 'video', video: { link } })] },
    131009,
  ],
  ['a card without a header', 'carousel', { cards: [card(0), { ...card(1), header: undefined }] }, 131008],
])('answers %s', (_, kind, action, code) => {
  expect(codeOf(whole(kind, { action }))).toBe(code)
})

it('looks an uploaded header up', () => {
  const header = { type: 'image', image: { id: 'png' } }
  expect(codeOf(whole('button', { header }))).toBe(0)
  expect(codeOf(whole('button', { header }), () => 'video/mp4')).toBe(131009)
  expect(codeOf(whole('button', { header }), () => undefined)).toBe(131009)
})

import { expect, it } from 'vitest'
import { startTestSimulator } from './support/test-simulator.ts'

const to = '+972546800360'
const link = 'https://example.com/a.jpg'
const row = (id: string) => ({ id, title: `Row ${id}` })
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => row(String(from + index)))
const reply = (id: string, title = `Title ${id}`) => ({ type: 'reply', reply: { id, title } })
const interactive = (type: string, action: object, more: object = {}) => ({
  type: 'interactive',
  interactive: { type, body: { text: 'Choose' }, action, ...more },
})
const flow = (parameters: object) =>
  interactive('flow', {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_cta: 'Open', ...parameters },
  })
const card = (index: number, type = 'image') => ({
  card_index: index,
  type: 'cta_url',
  header: { type, [type]: { link } },
  body: { text: 'A card' },
  action: { name: 'cta_url', parameters: { display_text: 'See', url: link } },
})
const person = { name: { formatted_name: 'Dana Levi', first_name: 'Dana' } }

const accepted: [string, object][] = [
  ['text', { type: 'text', text: { body: 'Hello', preview_url: true } }],
  ['text of 4096 characters', { text: { body: 'x'.repeat(4096) } }],
  ['image by link', { type: 'image', image: { link, caption: 'c'.repeat(1024) } }],
  ['video', { type: 'video', video: { link } }],
  ['voice message', { type: 'audio', audio: { link, voice: true } }],
  ['document', { type: 'document', document: { link, filename: 'a.pdf', caption: 'The file' } }],
  ['sticker', { type: 'sticker', sticker: { link } }],
  [
    'location in numbers',
    { type: 'location', location: { latitude: 32.1, longitude: 34.8, name: 'Market', address: 'Tel Aviv' } },
  ],
  ['location in texts', { type: 'location', location: { latitude: '32.1', longitude: '34.8' } }],
  ['contacts', { type: 'contacts', contacts: [person] }],
  ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }],
  ['removed reaction', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '' } }],
  ['quoting text', { type: 'text', text: { body: 'Yes' }, context: { message_id: 'wamid.x' } }],
  [
    'buttons',
    interactive(
      'button',
      { buttons: [reply('a'), reply('b'), reply('c')] },
      { footer: { text: 'f' }, header: { type: 'image', image: { link } } },
    ),
  ],
  [
    'list',
    interactive(
      'list',
      {
        button: 'Menu',
        sections: [
          { title: 'A', rows: rows(5) },
          { title: 'B', rows: rows(5, 5) },
        ],
      },
      { header: { type: 'text', text: 'h' } },
    ),
  ],
  ['cta_url', interactive('cta_url', { name: 'cta_url', parameters: { display_text: 'See', url: link } })],
  ['location request', interactive('location_request_message', { name: 'send_location' })],
  ['address', interactive('address_message', { name: 'address_message', parameters: { country: 'IN' } })],
  [
    'flow',
    flow({
      flow_id: '1',
      flow_token: 't',
      flow_action: 'navigate',
      flow_action_payload: { screen: 'FIRST' },
    }),
  ],
  [
    'product',
    {
      type: 'interactive',
      interactive: { type: 'product', action: { catalog_id: 'c', product_retailer_id: 'p' } },
    },
  ],
  [
    'product list',
    interactive(
      'product_list',
      { catalog_id: 'c', sections: [{ title: 'S', product_items: [{ product_retailer_id: 'p' }] }] },
      { header: { type: 'text', text: 'h' } },
    ),
  ],
  [
    'catalog',
    interactive('catalog_message', {
      name: 'catalog_message',
      parameters: { thumbnail_product_retailer_id: 'p' },
    }),
  ],
  ['carousel', interactive('carousel', { cards: [card(0), card(1)] })],
  ['contact request', interactive('request_contact_info', { name: 'request_contact_info' })],
  ['call permission', interactive('call_permission_request', { name: 'call_permission_request' })],
]

it('accepts every free-form type', async () => {
  const { send, simulator } = await startTestSimulator()
  for (const [name, body] of accepted) {
    const answer = await send({ to, ...body })
    expect([name, answer.status, answer.json.error]).toEqual([name, 200, undefined])
  }
  expect(simulator.received(to)).toHaveLength(accepted.length)
})

const refused: [string, object, code: number, words: string][] = [
  ['no recipient', { to: undefined, text: { body: 'x' } }, 131008, 'to is required'],
  ['unknown type', { type: 'poll', poll: {} }, 131051, 'poll'],
  ['empty text', { type: 'text', text: { body: '' } }, 131008, 'text.body'],
  ['text of 4097 characters', { type: 'text', text: { body: 'x'.repeat(4097) } }, 100, 'at most 4096'],
  ['text as a string', { type: 'text', text: 'x' }, 100, 'text must be a JSON object'],
  ['preview_url as a text', { type: 'text', text: { body: 'x', preview_url: 'yes' } }, 100, 'preview_url'],
  ['image without source', { type: 'image', image: { caption: 'x' } }, 131008, 'id or a link'],
  ['image with two sources', { type: 'image', image: { link, id: '1' } }, 100, 'not both'],
  ['image with an unknown id', { type: 'image', image: { id: '123' } }, 131009, 'not the id of a media'],
  ['image with a relative link', { type: 'image', image: { link: '/a.jpg' } }, 131009, 'http'],
  ['caption of 1025 characters', { type: 'image', image: { link, caption: 'c'.repeat(1025) } }, 100, '1024'],
  ['audio with caption', { type: 'audio', audio: { link, caption: 'x' } }, 100, 'caption'],
  [
    'file name of 241 characters',
    { type: 'document', document: { link, filename: 'x'.repeat(241) } },
    100,
    '240',
  ],
  ['location without longitude', { type: 'location', location: { latitude: 1 } }, 131008, 'longitude'],
  ['latitude of 91', { type: 'location', location: { latitude: 91, longitude: 1 } }, 131009, 'latitude'],
  ['latitude in words', { type: 'location', location: { latitude: 'north', longitude: 1 } }, 100, 'number'],
  [
    'contact with one name',
    { type: 'contacts', contacts: [{ name: { formatted_name: 'Dana' } }] },
    131008,
    'first_name',
  ],
  ['no contacts', { type: 'contacts', contacts: [] }, 100, 'contacts'],
  [
    'birthday in words',
    { type: 'contacts', contacts: [{ ...person, birthday: 'May' }] },
    131009,
    'YYYY-MM-DD',
  ],
  ['reaction without message', { type: 'reaction', reaction: { emoji: '👍' } }, 131008, 'message_id'],
  [
    'reaction that quotes',
    { type: 'reaction', reaction: { message_id: 'w', emoji: 'x' }, context: { message_id: 'w' } },
    100,
    'context',
  ],
  [
    'callback data of 513 characters',
    { text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(513) },
    100,
    '512',
  ],
  ['wrong product', { messaging_product: 'sms', text: { body: 'x' } }, 100, 'messaging_product'],
  ['a group', { recipient_type: 'group', text: { body: 'x' } }, 131041, 'roup'],
  ['unknown kind of interactive', interactive('quiz', {}), 100, 'interactive.type'],
  [
    'four buttons',
    interactive('button', { buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id)) }),
    100,
    '1 to 3',
  ],
  ['title of 21 characters', interactive('button', { buttons: [reply('a', 'x'.repeat(21))] }), 100, '20'],
  [
    'two buttons with one id',
    interactive('button', { buttons: [reply('a', 'A'), reply('a', 'B')] }),
    131009,
    'unique',
  ],
  [
    'two buttons with one title',
    interactive('button', { buttons: [reply('a', 'A'), reply('b', 'A')] }),
    131009,
    'unique',
  ],
  ['button id with a space', interactive('button', { buttons: [reply(' a')] }), 131009, 'space'],
  [
    'interactive body of 1025 characters',
    interactive('button', { buttons: [reply('a')] }, { body: { text: 'x'.repeat(1025) } }),
    100,
    '1024',
  ],
  [
    'footer of 61 characters',
    interactive('button', { buttons: [reply('a')] }, { footer: { text: 'x'.repeat(61) } }),
    100,
    '60',
  ],
  [
    'header of 61 characters',
    interactive('button', { buttons: [reply('a')] }, { header: { type: 'text', text: 'x'.repeat(61) } }),
    100,
    '60',
  ],
  [
    'list with 11 rows',
    interactive('list', {
      button: 'M',
      sections: [
        { title: 'A', rows: rows(6) },
        { title: 'B', rows: rows(5, 6) },
      ],
    }),
    131009,
    '10 rows',
  ],
  [
    'two sections, one without title',
    interactive('list', { button: 'M', sections: [{ title: 'A', rows: rows(1) }, { rows: rows(1, 1) }] }),
    131008,
    'title',
  ],
  [
    'row title of 25 characters',
    interactive('list', { button: 'M', sections: [{ rows: [{ id: 'a', title: 'x'.repeat(25) }] }] }),
    100,
    '24',
  ],
  [
    'row description of 73 characters',
    interactive('list', {
      button: 'M',
      sections: [{ rows: [{ ...row('a'), description: 'x'.repeat(73) }] }],
    }),
    100,
    '72',
  ],
  [
    'list button of 21 characters',
    interactive('list', { button: 'x'.repeat(21), sections: [{ rows: rows(1) }] }),
    100,
    '20',
  ],
  [
    'list with a picture',
    interactive(
      'list',
      { button: 'M', sections: [{ rows: rows(1) }] },
      { header: { type: 'image', image: { link } } },
    ),
    100,
    'header.type',
  ],
  ['flow without id and name', flow({}), 131009, 'exactly one'],
  ['flow with id and name', flow({ flow_id: '1', flow_name: 'n' }), 131009, 'exactly one'],
  [
    'product list without header',
    interactive('product_list', { catalog_id: 'c', sections: [] }),
    131008,
    'header',
  ],
  ['carousel of one card', interactive('carousel', { cards: [card(0)] }), 100, '2 to 10'],
  [
    'carousel of mixed cards',
    interactive('carousel', { cards: [card(0), card(1, 'video')] }),
    131009,
    'same kind',
  ],
  [
    'carousel with a footer',
    interactive('carousel', { cards: [card(0), card(1)] }, { footer: { text: 'f' } }),
    100,
    'footer',
  ],
  [
    'location request with a header',
    interactive(
      'location_request_message',
      { name: 'send_location' },
      { header: { type: 'text', text: 'h' } },
    ),
    100,
    'header',
  ],
]

it.each(refused)('refuses %s', async (_name, body, code, words) => {
  const { send, simulator } = await startTestSimulator()
  const { status, json } = await send({ to, ...body })
  expect(json.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) as string })
  expect(json.error?.error_data?.details).toContain(words)
  expect(status).toBe(400)
  expect(simulator.received()).toEqual([])
  expect(simulator.attempts()).toMatchObject([{ outcome: 'refused', code }])
})

it('refuses a body that is not JSON', async () => {
  const { graph } = await startTestSimulator()
  const { json } = await graph('POST', '/v26.0/106000000000001/messages', '{"to":')
  expect(json.error).toMatchObject({
    code: 100,
    error_data: { details: 'The request body is not valid JSON.' },
  })
})

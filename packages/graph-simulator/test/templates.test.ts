import { expect, it } from 'vitest'
import { startTestSimulator, WABA, type TestSimulator } from './support/test-simulator.ts'

const to = '+972546800360'
const text = (value: string) => ({ type: 'text', text: value })
const named = (name: string, value: string) => ({ ...text(value), parameter_name: name })
const body = (...parameters: object[]) => ({ type: 'body', parameters })
const header = (parameter: object) => ({ type: 'header', parameters: [parameter] })
const button = (sub_type: string, index: string | number, ...parameters: object[]) => ({
  type: 'button',
  sub_type,
  index,
  parameters,
})
const image = { type: 'image', image: { link: 'https://example.com/a.jpg' } }
const place = {
  type: 'location',
  location: { latitude: 32.1, longitude: '34.8', name: 'Market', address: 'Tel Aviv' },
}
const offer = (ms: number) => ({
  type: 'limited_time_offer',
  parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: ms } }],
})
const carouselCard = (index: number) => ({
  card_index: index,
  components: [
    header(image),
    body(text('you')),
    button('quick_reply', 0, { type: 'payload', payload: 'more' }),
    button('url', '1', text('sku')),
  ],
})
const appointment = [
  header(named('first_name', 'Dana')),
  body(named('time', '9:30'), named('first_name', 'Dana'), named('date', 'Monday')),
]

const sendTemplate = ({ send }: TestSimulator, name: string, components?: object[], language = 'en_US') =>
  send({
    to,
    type: 'template',
    template: { name, language: { code: language }, ...(components && { components }) },
  })

const accepted: [name: string, components: object[] | undefined, reads: string][] = [
  ['hello_world', undefined, 'Welcome and congratulations'],
  [
    'order_shipped',
    [body(text('4711'), text('Monday'))],
    'Your order 4711 has been shipped and arrives on Monday. Thank you!',
  ],
  ['appointment_reminder', appointment, 'Dear Dana, we expect you on Monday at 9:30. Will you come?'],
  [
    'appointment_reminder',
    [...appointment, button('quick_reply', '1', { type: 'payload', payload: 'cancel' })],
    'Dear Dana',
  ],
  [
    'login_code',
    [body(text('123456')), button('url', '0', text('123456'))],
    '*123456* is your verification code.',
  ],
  [
    'spring_offer',
    [
      header(image),
      offer(1_800_000_000_000),
      body(text('Dana')),
      button('copy_code', 0, { type: 'coupon_code', coupon_code: 'SPRING25' }),
      button('url', 1, text('x')),
    ],
    'Hello Dana',
  ],
  [
    'product_carousel',
    [body(text('Dana')), { type: 'carousel', cards: [carouselCard(1), carouselCard(0)] }],
    'Hello Dana',
  ],
  [
    'invoice_ready',
    [
      header({ type: 'document', document: { link: 'https://example.com/a.pdf', filename: 'a.pdf' } }),
      body(text('7'), text('9 €')),
    ],
    'Your invoice 7 over 9 €',
  ],
  ['store_location', [header(place), body(text('the market'))], 'Your parcel waits for you at the market'],
  [
    'product_video',
    [header({ type: 'video', video: { link: 'https://example.com/a.mp4' } }), body(text('it'))],
    'See how it is made.',
  ],
  [
    'price_update',
    [
      body(
        { type: 'currency', currency: { fallback_value: '$9.99', code: 'USD', amount_1000: 9990 } },
        { type: 'date_time', date_time: { fallback_value: 'May 1' } },
      ),
    ],
    'The price of your plan becomes $9.99 from May 1 on.',
  ],
  ['delivery_feedback', [body(text('7'))], 'Your parcel 7 was delivered.'],
  [
    'menu_flow',
    [button('flow', '0', { type: 'action', action: { flow_token: 't', flow_action_data: { table: 4 } } })],
    'Tell us',
  ],
  ['menu_flow', undefined, 'Tell us'],
  [
    'shop_catalog',
    [
      body(text('Dana')),
      button('CATALOG', 0, { type: 'action', action: { thumbnail_product_retailer_id: 'p' } }),
    ],
    'Everything we sell, Dana',
  ],
  [
    'weekly_selection',
    [
      body(text('Dana')),
      button('mpm', 0, {
        type: 'action',
        action: {
          thumbnail_product_retailer_id: 'p',
          sections: [{ title: 's', product_items: [{ product_retailer_id: 'p' }] }],
        },
      }),
    ],
    'Picked for you, Dana',
  ],
  ['call_us', [body(text('orders'))], 'We are here'],
]

it('accepts every kind of component and remembers the filled text', async () => {
  const play = await startTestSimulator()
  for (const [name, components, reads] of accepted) {
    const { json } = await sendTemplate(play, name, components)
    expect([name, json.error?.error_data?.details]).toEqual([name, undefined])
    expect(play.simulator.received().at(-1)?.filled?.body).toContain(reads)
  }
})

it('sends each language by its exact code', async () => {
  const play = await startTestSimulator()
  expect((await sendTemplate(play, 'order_shipped', [body(text('1'), text('2'))], 'he')).status).toBe(200)
  const answer = await sendTemplate(play, 'order_shipped', [body(text('1'), text('2'))], 'en')
  expect(answer.status).toBe(404)
  expect(answer.json.error).toMatchObject({
    code: 132001,
    error_data: { details: 'template name (order_shipped) does not exist in en' },
  })
})

const refused: [what: string, name: string, components: object[] | undefined, code: number, words: string][] =
  [
    ['an unknown template', 'nothing', undefined, 132001, 'does not exist'],
    ['a paused template', 'paused_offer', [body(text('x'))], 132015, 'paused'],
    ['a disabled template', 'disabled_offer', [body(text('x'))], 132016, 'disabled'],
    ['a rejected template', 'rejected_offer', [body(text('x'))], 132001, 'does not exist'],
    ['a pending template', 'pending_notice', [body(text('x'))], 132001, 'does not exist'],
    [
      'too few parameters',
      'order_shipped',
      [body(text('1'))],
      132000,
      'localizable_params (1) does not match the expected number of params (2)',
    ],
    ['no parameters', 'order_shipped', undefined, 132000, '(0)'],
    ['too many parameters', 'order_shipped', [body(text('1'), text('2'), text('3'))], 132000, '(3)'],
    ['an empty value', 'order_shipped', [body(text('1'), text(''))], 131008, 'missing text value'],
    ['a new line in a value', 'order_shipped', [body(text('1\n2'), text('3'))], 132012, 'new-line'],
    ['a tab in a value', 'order_shipped', [body(text('1\t2'), text('3'))], 132012, 'tab'],
    [
      'five spaces in a value',
      'order_shipped',
      [body(text('1     2'), text('3'))],
      132012,
      '4 consecutive spaces',
    ],
    [
      'a text over 1024 characters',
      'order_shipped',
      [body(text('x'.repeat(1000)), text('3'))],
      132005,
      'too long',
    ],
    [
      'names in a positional template',
      'order_shipped',
      [body(named('a', '1'), named('b', '2'))],
      132012,
      'POSITIONAL',
    ],
    [
      'no names in a named template',
      'appointment_reminder',
      [header(text('D')), body(text('1'), text('2'), text('3'))],
      132012,
      'name is missing',
    ],
    [
      'a wrong name',
      'appointment_reminder',
      [header(named('nickname', 'D')), ...appointment.slice(1)],
      132012,
      'nickname',
    ],
    [
      'one name twice',
      'appointment_reminder',
      [appointment[0] ?? {}, body(named('date', '1'), named('date', '2'), named('time', '3'))],
      132012,
      'twice',
    ],
    ['a picture as body parameter', 'order_shipped', [body(image, text('x'))], 132012, 'received IMAGE'],
    [
      'a missing picture',
      'jaspers_market_image_cta_v1',
      [body(text('x')), button('url', 0, text('x'))],
      132012,
      'expected IMAGE, received UNKNOWN',
    ],
    [
      'a text in the place of a picture',
      'jaspers_market_image_cta_v1',
      [header(text('x')), body(text('x')), button('url', 0, text('x'))],
      132012,
      'expected IMAGE, received TEXT',
    ],
    [
      'a header the template has not',
      'order_shipped',
      [header(text('x')), body(text('1'), text('2'))],
      132000,
      'header',
    ],
    [
      'a missing URL suffix',
      'jaspers_market_image_cta_v1',
      [header(image), body(text('x'))],
      131008,
      'Button at index 0',
    ],
    [
      'a button that is not there',
      'jaspers_market_image_cta_v1',
      [header(image), body(text('x')), button('url', 0, text('x')), button('url', 1, text('x'))],
      131009,
      'index 1',
    ],
    [
      'a button of another type',
      'jaspers_market_image_cta_v1',
      [header(image), body(text('x')), button('quick_reply', 0, { type: 'payload', payload: 'p' })],
      132012,
      'of type URL, not QUICK_REPLY',
    ],
    [
      'a button without index',
      'jaspers_market_image_cta_v1',
      [header(image), body(text('x')), { type: 'button', sub_type: 'url', parameters: [text('x')] }],
      131008,
      'index',
    ],
    [
      'a parameter for a static URL',
      'delivery_feedback',
      [body(text('7')), button('url', 3, text('x'))],
      132000,
      'no variable',
    ],
    [
      'a header over 60 characters',
      'appointment_reminder',
      [header(named('first_name', 'x'.repeat(60))), ...appointment.slice(1)],
      132005,
      'too long',
    ],
    [
      'a code of 16 characters',
      'login_code',
      [body(text('1234567890123456')), button('url', 0, text('1234567890123456'))],
      131009,
      '15',
    ],
    ['a code that is only in the body', 'login_code', [body(text('123456'))], 131008, 'Button at index 0'],
    [
      'two different codes',
      'login_code',
      [body(text('123456')), button('url', 0, text('654321'))],
      131009,
      'code of the body',
    ],
    [
      'a coupon of 16 characters',
      'spring_offer',
      [
        header(image),
        offer(1_800_000_000_000),
        body(text('D')),
        button('copy_code', 0, { type: 'coupon_code', coupon_code: 'x'.repeat(16) }),
        button('url', 1, text('x')),
      ],
      131009,
      'coupon_code',
    ],
    [
      'an offer without its end',
      'spring_offer',
      [header(image), body(text('D'))],
      131008,
      'expiration_time_ms',
    ],
    [
      'an offer that ends in seconds',
      'spring_offer',
      [header(image), offer(1_800_000_000), body(text('D'))],
      132012,
      'milliseconds',
    ],
    ['a carousel without cards', 'product_carousel', [body(text('D'))], 131008, 'cards'],
    [
      'a carousel with one card',
      'product_carousel',
      [body(text('D')), { type: 'carousel', cards: [carouselCard(0)] }],
      132000,
      'number of cards (1)',
    ],
    [
      'a place without address',
      'store_location',
      [header({ type: 'location', location: { latitude: 1, longitude: 2, name: 'n' } }), body(text('x'))],
      131008,
      'address',
    ],
    [
      'a wrong currency',
      'price_update',
      [
        body(
          { type: 'currency', currency: { fallback_value: '$', code: 'dollar', amount_1000: 1 } },
          text('x'),
        ),
      ],
      132012,
      'ISO 4217',
    ],
    ['a product list without products', 'weekly_selection', [body(text('D'))], 131008, 'Button at index 0'],
    [
      'a footer',
      'order_shipped',
      [body(text('1'), text('2')), { type: 'footer', parameters: [] }],
      100,
      'FOOTER',
    ],
  ]

it.each(refused)('refuses %s', async (_what, name, components, code, words) => {
  const play = await startTestSimulator()
  const { json } = await sendTemplate(play, name, components)
  expect(json.error?.code).toBe(code)
  expect(json.error?.error_data?.details).toContain(words)
  expect(play.simulator.received()).toEqual([])
})

it('sends only marketing templates through the marketing edge, and names their faults 132018', async () => {
  const { graph } = await startTestSimulator()
  const post = (content: object) =>
    graph('POST', '/v26.0/106000000000001/marketing_messages', {
      messaging_product: 'whatsapp',
      to,
      ...content,
    })
  const template = (name: string, components: object[]) => ({
    type: 'template',
    template: { name, language: { code: 'en_US' }, components },
  })
  const jaspers = (value: string) =>
    template('jaspers_market_image_cta_v1', [header(image), body(text(value)), button('url', 0, text('x'))])
  expect((await post(jaspers('fine'))).status).toBe(200)
  expect((await post(jaspers('new\nline'))).json.error?.code).toBe(132018)
  expect((await post(template('order_shipped', [body(text('1'), text('2'))]))).json.error?.code).toBe(134100)
  expect((await post({ type: 'text', text: { body: 'x' } })).json.error?.code).toBe(131055)
})

it('lists page by page until there is no next', async () => {
  const { graph } = await startTestSimulator()
  const seen: unknown[] = []
  let path: string | undefined = `/v26.0/${WABA}/message_templates?fields=id,name,language&limit=4`
  while (path !== undefined) {
    const { json } = await graph('GET', path)
    seen.push(...(json.data ?? []).map(({ id }) => id))
    const next: string | undefined = json.paging?.next
    path = next === undefined ? undefined : next.slice(new URL(next).origin.length)
  }
  expect(seen.length).toBeGreaterThan(20)
  expect(new Set(seen).size).toBe(seen.length)
})

it('filters the list, and shows reason and quality only when asked for', async () => {
  const { graph } = await startTestSimulator()
  const list = async (query: string) => (await graph('GET', `/v26.0/${WABA}/message_templates?${query}`)).json
  expect((await list('status=PAUSED')).data).toMatchObject([{ name: 'paused_offer' }])
  expect((await list('name=order_shipped&language=he')).data).toHaveLength(1)
  const [rejected] = (await list('status=REJECTED')).data ?? []
  expect(rejected).not.toHaveProperty('rejected_reason')
  expect((await list('status=REJECTED&fields=rejected_reason,quality_score,name')).data).toMatchObject([
    { rejected_reason: 'TAG_CONTENT_MISMATCH' },
  ])
  expect((await list('fields=colour')).error).toMatchObject({ code: 100 })
})

it('creates, reviews, sends, edits and deletes a template', async () => {
  const play = await startTestSimulator()
  const { graph, control } = play
  const definition = {
    name: 'seat_ready',
    language: 'en_US',
    category: 'UTILITY',
    components: [{ type: 'body', text: 'Seat {{1}} is ready for you.', example: { body_text: [['7']] } }],
  }
  const path = `/v26.0/${WABA}/message_templates`
  const created = await graph('POST', path, definition)
  expect(created.json).toMatchObject({ status: 'PENDING', category: 'UTILITY' })
  const id = String(created.json['id'])
  expect((await graph('POST', path, definition)).json.error).toMatchObject({
    code: 100,
    error_subcode: 2388024,
  })
  expect((await sendTemplate(play, 'seat_ready', [body(text('7'))])).json.error?.code).toBe(132001)
  await control('POST', '/templates', { name: 'seat_ready', status: 'APPROVED' })
  expect((await sendTemplate(play, 'seat_ready', [body(text('7'))])).status).toBe(200)
  const edited = [{ type: 'BODY', text: 'Seat {{1}} in row {{2}} is ready.', example: {} }]
  expect((await graph('POST', `/v26.0/${id}`, { components: edited })).json).toEqual({ success: true })
  expect((await graph('GET', `/v26.0/${id}?fields=status`)).json).toEqual({ id, status: 'PENDING' })
  expect((await graph('POST', `/v26.0/${id}`, { components: edited })).json.error).toMatchObject({
    error_subcode: 2388039,
  })
  expect((await graph('DELETE', `${path}?name=seat_ready`)).json).toEqual({ success: true })
  expect((await graph('GET', `/v26.0/${id}`)).json.error).toMatchObject({ code: 100, error_subcode: 33 })
})

it.each([
  ['a name in capitals', { name: 'Seat' }, 'lower case'],
  [
    'a body that starts with a variable',
    { components: [{ type: 'BODY', text: '{{1}} is here.', example: {} }] },
    'start or end',
  ],
  ['a body without example', { components: [{ type: 'BODY', text: 'It is {{1}}.' }] }, 'example'],
  ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 'BODY'],
  [
    'a footer with a variable',
    {
      components: [
        { type: 'BODY', text: 'x' },
        { type: 'FOOTER', text: 'x {{1}}' },
      ],
    },
    'footer has no variables',
  ],
  [
    'three URL buttons',
    {
      components: [
        { type: 'BODY', text: 'x' },
        {
          type: 'BUTTONS',
          buttons: ['a', 'b', 'c'].map((label) => ({ type: 'URL', text: label, url: 'https://a.b' })),
        },
      ],
    },
    'At most 2',
  ],
  ['an unknown category', { category: 'FUN' }, 'category'],
])('does not create a template with %s', async (_what, change, words) => {
  const { graph } = await startTestSimulator()
  const fine = {
    name: 'fine',
    language: 'en_US',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Fine.' }],
  }
  const { json } = await graph('POST', `/v26.0/${WABA}/message_templates`, { ...fine, ...change })
  expect(json.error?.error_data?.details).toContain(words)
})

it('unpauses a paused template', async () => {
  const play = await startTestSimulator()
  const { json } = await play.graph('GET', `/v26.0/${WABA}/message_templates?name=paused_offer`)
  const id = String(json.data?.[0]?.['id'])
  expect((await play.graph('POST', `/v26.0/${id}/unpause`)).json).toEqual({ success: true })
  expect((await sendTemplate(play, 'paused_offer', [body(text('D'))])).status).toBe(200)
  expect((await play.graph('POST', `/v26.0/${id}/unpause`)).json.error?.code).toBe(100)
})

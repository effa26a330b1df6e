import { expect, it, vi } from 'vitest'
import type { TemplateList, TemplatePreview, TemplateSync } from '@waypost/contract'
import { callApi, stack } from '../support/stack-api.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { message, notify, numbers, sent } from '../support/notify.ts'
import { changeTemplate, received } from '../support/simulator.ts'

const number = numbers(22)

const text = (value: string, parameterName?: string) => ({
  type: 'text',
  text: value,
  ...(parameterName !== undefined && { parameterName }),
})
const body = (...texts: string[]) => ({ templateParameters: texts.map((value) => text(value)) })
const image = { type: 'image', image: { link: 'https://example.com/image.jpg' } }
const shop = {
  latitude: 32.0853,
  longitude: 34.7818,
  name: 'Our shop',
  address: '1 Rothschild Blvd, Tel Aviv',
}

/** Our words for a template, what Meta gets for them, and what the recipient reads. */
interface Case {
  template: string
  ours: object
  components: object[] | undefined
  reads?: object
}

const cases: Record<string, Case> = {
  'a template without parameters': { template: 'hello_world', ours: {}, components: undefined },
  'positional texts': {
    template: 'order_shipped',
    ours: body('1042', 'Monday'),
    components: [{ type: 'body', parameters: [text('1042'), text('Monday')] }],
    reads: { body: 'Your order 1042 has been shipped and arrives on Monday. Thank you!' },
  },
  'named texts, a header text, quick replies': {
    template: 'appointment_reminder',
    ours: {
      headerParameters: text('Dana', 'first_name'),
      templateParameters: [text('Dana', 'first_name'), text('9:00', 'time'), text('Monday', 'date')],
      buttonParameters: [
        { index: 0, type: 'quick_reply', payload: 'YES-1042' },
        { index: 1, type: 'quick_reply', payload: 'NO-1042' },
      ],
    },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: 'Dana', parameter_name: 'first_name' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Dana', parameter_name: 'first_name' },
          { type: 'text', text: '9:00', parameter_name: 'time' },
          { type: 'text', text: 'Monday', parameter_name: 'date' },
        ],
      },
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '0',
        parameters: [{ type: 'payload', payload: 'YES-1042' }],
      },
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '1',
        parameters: [{ type: 'payload', payload: 'NO-1042' }],
      },
    ],
    reads: {
      header: 'Reminder for Dana',
      body: 'Dear Dana, we expect you on Monday at 9:00. Will you come?',
    },
  },
  'a currency and a date': {
    template: 'price_update',
    ours: {
      templateParameters: [
        { type: 'currency', currency: { fallbackValue: '$12.50', code: 'USD', amount1000: 12500 } },
        { type: 'date_time', dateTime: { fallbackValue: '25 February 2027' } },
      ],
    },
    components: [
      {
        type: 'body',
        parameters: [
          { type: 'currency', currency: { fallback_value: '$12.50', code: 'USD', amount_1000: 12500 } },
          { type: 'date_time', date_time: { fallback_value: '25 February 2027' } },
        ],
      },
    ],
    reads: { body: 'The price of your plan becomes $12.50 from 25 February 2027 on. Nothing else changes.' },
  },
  'an image and a link': {
    template: 'jaspers_market_image_cta_v1',
    ours: {
      headerParameters: image,
      ...body('figs'),
      buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
    },
    components: [
      { type: 'header', parameters: [image] },
      { type: 'body', parameters: [text('figs')] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [text('ORD-1')] },
    ],
  },
  'a video': {
    template: 'product_video',
    ours: {
      headerParameters: { type: 'video', video: { link: 'https://example.com/film.mp4' } },
      ...body('soap'),
    },
    components: [
      { type: 'header', parameters: [{ type: 'video', video: { link: 'https://example.com/film.mp4' } }] },
      { type: 'body', parameters: [text('soap')] },
    ],
  },
  'a document with its name': {
    template: 'invoice_ready',
    ours: {
      headerParameters: {
        type: 'document',
        document: { link: 'https://example.com/1042.pdf', filename: 'invoice-1042.pdf' },
      },
      ...body('1042', '$100.99'),
    },
    components: [
      {
        type: 'header',
        parameters: [
          {
            type: 'document',
            document: { link: 'https://example.com/1042.pdf', filename: 'invoice-1042.pdf' },
          },
        ],
      },
      { type: 'body', parameters: [text('1042'), text('$100.99')] },
    ],
  },
  'a location': {
    template: 'store_location',
    ours: { headerParameters: { type: 'location', location: shop }, ...body('the counter') },
    components: [
      { type: 'header', parameters: [{ type: 'location', location: shop }] },
      { type: 'body', parameters: [text('the counter')] },
    ],
    reads: { header: 'Our shop, 1 Rothschild Blvd, Tel Aviv' },
  },
  'a one-time code, in body and button': {
    template: 'login_code',
    ours: { oneTimeCode: '482913' },
    components: [
      { type: 'body', parameters: [text('482913')] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [text('482913')] },
    ],
    reads: { body: '*482913* is your verification code.' },
  },
  'a limited-time offer with a coupon code': {
    template: 'spring_offer',
    ours: {
      headerParameters: image,
      limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00+02:00' },
      ...body('Dana'),
      buttonParameters: [
        { index: 0, type: 'copy_code', couponCode: 'SPRING25' },
        { index: 1, type: 'url', text: 'SPRING25' },
      ],
    },
    components: [
      { type: 'header', parameters: [image] },
      {
        type: 'limited_time_offer',
        parameters: [
          {
            type: 'limited_time_offer',
            limited_time_offer: { expiration_time_ms: Date.UTC(2027, 0, 31, 16) },
          },
        ],
      },
      { type: 'body', parameters: [text('Dana')] },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '0',
        parameters: [{ type: 'coupon_code', coupon_code: 'SPRING25' }],
      },
      { type: 'button', sub_type: 'url', index: '1', parameters: [text('SPRING25')] },
    ],
  },
  'a flow': {
    template: 'menu_flow',
    ours: {
      buttonParameters: [
        { index: 0, type: 'flow', flowToken: 'order-1042', flowActionData: { table: { seats: [1, 2] } } },
      ],
    },
    components: [
      {
        type: 'button',
        sub_type: 'flow',
        index: '0',
        parameters: [
          {
            type: 'action',
            action: { flow_token: 'order-1042', flow_action_data: { table: { seats: [1, 2] } } },
          },
        ],
      },
    ],
  },
  'a catalogue': {
    template: 'shop_catalog',
    ours: {
      ...body('Dana'),
      buttonParameters: [{ index: 0, type: 'catalog', thumbnailProductRetailerId: 'SKU-7' }],
    },
    components: [
      { type: 'body', parameters: [text('Dana')] },
      {
        type: 'button',
        sub_type: 'catalog',
        index: '0',
        parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'SKU-7' } }],
      },
    ],
  },
  'a carousel': {
    template: 'product_carousel',
    ours: {
      ...body('Dana'),
      carousel: ['10OFF', '20OFF'].map((code) => ({
        headerParameters: image,
        ...body(code),
        buttonParameters: [
          { index: 0, type: 'quick_reply', payload: `MORE-${code}` },
          { index: 1, type: 'url', text: code },
        ],
      })),
    },
    components: [
      { type: 'body', parameters: [text('Dana')] },
      {
        type: 'carousel',
        cards: ['10OFF', '20OFF'].map((code, index) => ({
          card_index: index,
          components: [
            { type: 'header', parameters: [image] },
            { type: 'body', parameters: [text(code)] },
            {
              type: 'button',
              sub_type: 'quick_reply',
              index: '0',
              parameters: [{ type: 'payload', payload: `MORE-${code}` }],
            },
            { type: 'button', sub_type: 'url', index: '1', parameters: [text(code)] },
          ],
        })),
      },
    ],
  },
  "a button in Meta's own form, passed on as it is": {
    template: 'weekly_selection',
    ours: {
      ...body('Dana'),
      components: [
        {
          type: 'button',
          sub_type: 'mpm',
          index: 0,
          parameters: [
            {
              type: 'action',
              action: {
                thumbnail_product_retailer_id: 'SKU-7',
                sections: [{ title: 'Figs', product_items: [{ product_retailer_id: 'SKU-7' }] }],
              },
            },
          ],
        },
      ],
    },
    components: [
      { type: 'body', parameters: [text('Dana')] },
      {
        type: 'button',
        sub_type: 'mpm',
        index: 0,
        parameters: [
          {
            type: 'action',
            action: {
              thumbnail_product_retailer_id: 'SKU-7',
              sections: [{ title: 'Figs', product_items: [{ product_retailer_id: 'SKU-7' }] }],
            },
          },
        ],
      },
    ],
  },
}

it.each(Object.entries(cases))('sends %s', async (_, { template, ours, components, reads }) => {
  const to = number()
  const answer = await sent({ phoneNumber: to, templateName: template, languageCode: 'en_US', ...ours })
  expect(answer.status).toBe('accepted')
  const { messages } = await received(to)
  expect(messages.map(({ content }) => content)).toEqual([
    { name: template, language: { code: 'en_US' }, ...(components && { components }) },
  ])
  expect(messages[0]?.filled).toMatchObject(reads ?? {})
})

it('sends a template in another language', async () => {
  const to = number()
  await sent({ phoneNumber: to, templateName: 'order_shipped', languageCode: 'he', ...body('1042', 'שני') })
  const { messages } = await received(to)
  expect(messages[0]?.filled?.body).toBe('ההזמנה 1042 נשלחה ותגיע ביום שני. תודה!')
})

it('keeps a one-time code to itself afterwards', async () => {
  const { id } = await sent({
    phoneNumber: number(),
    templateName: 'login_code',
    languageCode: 'en_US',
    oneTimeCode: '739164',
  })
  expect(JSON.stringify(await message(id))).not.toContain('739164')
})

it.each<[string, string, object, string, RegExp]>([
  [
    'a missing parameter',
    'order_shipped',
    body('1042'),
    'TEMPLATE_PARAMETERS_MISMATCH',
    /^body\.2 is missing: "\{\{2\}\}" has no value\. Send 2 text parameters in templateParameters\.$/,
  ],
  [
    'a header of another kind',
    'product_video',
    { headerParameters: image, ...body('x') },
    'TEMPLATE_PARAMETERS_MISMATCH',
    /^header is a video in this template, not an image\./,
  ],
  [
    'a name that the template lacks',
    'order_shipped',
    { templateParameters: [text('1', 'order'), text('2', 'day')] },
    'TEMPLATE_PARAMETERS_MISMATCH',
    /^body\.1 has the name order: .* numbered/,
  ],
  ['a template that does not exist', 'no_such_template', {}, 'TEMPLATE_NOT_FOUND', /no_such_template/],
  [
    'a template that is not approved yet',
    'pending_notice',
    body('1'),
    'TEMPLATE_NOT_FOUND',
    /pending_notice/,
  ],
  [
    'a text too long once filled in',
    'order_shipped',
    body('1042', 'M'.repeat(1020)),
    'TEMPLATE_TEXT_TOO_LONG',
    /too long/,
  ],
])('refuses %s by itself and says what to do', async (_, templateName, ours, code, says) => {
  const to = number()
  const { status, body: refusal } = await notify({
    phoneNumber: to,
    templateName,
    languageCode: 'en_US',
    ...ours,
  })
  expect(status).toBe(400)
  expect(refusal).toMatchObject({ error: code, retry: 'never' })
  expect(refusal.message).toMatch(says)
  expect(refusal.fields?.length).toBeGreaterThan(0)
  expect((await received(to)).attempts).toEqual([])
})

it('lists the templates with what a send has to fill', async () => {
  const { status, body: list } = await callApi<TemplateList>(
    '/v1/templates?name=order_shipped&status=APPROVED',
  )
  expect(status).toBe(200)
  expect(list.data.map(({ name, language }) => [name, language]).toSorted()).toEqual([
    ['order_shipped', 'en_US'],
    ['order_shipped', 'he'],
  ])
  expect(list.data[0]?.components[0]).toMatchObject({ type: 'BODY' })
})

it('syncs the templates on request, for operators only', async () => {
  const sync = (as?: string) =>
    callApi<TemplateSync>('/v1/templates/sync', { method: 'POST', body: {}, ...(as !== undefined && { as }) })
  expect(await sync()).toMatchObject({ status: 200, body: { data: [{ wabaId: stack.wabaId }] } })
  expect(await sync(await idTokenOf('operator'))).toMatchObject({ status: 200 })
  expect(await sync(await idTokenOf('plain'))).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
})

it('previews what the recipient will read', async () => {
  const { body: preview } = await callApi<TemplatePreview>('/v1/templates/order_shipped/preview', {
    method: 'POST',
    body: { languageCode: 'en_US', ...body('1042', 'Monday') },
  })
  expect(preview).toMatchObject({
    body: 'Your order 1042 has been shipped and arrives on Monday. Thank you!',
    category: 'UTILITY',
    buttons: [],
  })
})

it('refuses what no longer fits after Meta reports an edited template', async () => {
  const input = { templateName: 'call_us', languageCode: 'en_US', ...body('parcels') }
  await sent({ ...input, phoneNumber: number() })
  await changeTemplate('call_us', [{ type: 'BODY', text: 'Call {{1}} about {{2}}.', example: {} }])
  const refused = await vi.waitFor(
    async () => {
      const answer = await notify({ ...input, phoneNumber: number(), dryRun: true })
      expect(answer.status).toBe(400)
      return answer
    },
    { timeout: 10_000, interval: 50 },
  )
  expect(refused.body.message).toMatch(/^body\.2 is missing/)
})

import { TemplateContent } from '@waypost/contract'
import { expect, it } from 'vitest'
import { composeTemplate } from './compose-template.ts'

/** Each part of a request, and the components that Meta documents for it. */
const parts: [what: string, part: object, components: unknown[]][] = [
  [
    'a header text',
    { headerParameters: { type: 'text', text: 'Order 1042' } },
    [{ type: 'header', parameters: [{ type: 'text', text: 'Order 1042' }] }],
  ],
  [
    'a named header text',
    { headerParameters: { type: 'text', text: 'Dana', parameterName: 'first_name' } },
    [{ type: 'header', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Dana' }] }],
  ],
  [
    'a header image by link',
    { headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } } },
    [{ type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.com/image.jpg' } }] }],
  ],
  [
    'a header video by id',
    { headerParameters: { type: 'video', video: { mediaId: '1013859600285441' } } },
    [{ type: 'header', parameters: [{ type: 'video', video: { id: '1013859600285441' } }] }],
  ],
  [
    'a header document',
    {
      headerParameters: {
        type: 'document',
        document: { link: 'https://example.com/a.pdf', filename: 'invoice.pdf' },
      },
    },
    [
      {
        type: 'header',
        parameters: [
          { type: 'document', document: { link: 'https://example.com/a.pdf', filename: 'invoice.pdf' } },
        ],
      },
    ],
  ],
  [
    'a header location',
    {
      headerParameters: {
        type: 'location',
        location: { latitude: 32.0853, longitude: 34.7818, name: 'Shop', address: 'Tel Aviv' },
      },
    },
    [
      {
        type: 'header',
        parameters: [
          {
            type: 'location',
            location: { latitude: 32.0853, longitude: 34.7818, name: 'Shop', address: 'Tel Aviv' },
          },
        ],
      },
    ],
  ],
  [
    'a header product',
    {
      headerParameters: {
        type: 'product',
        product: { productRetailerId: 'SKU-7', catalogId: '194836987003835' },
      },
    },
    [
      {
        type: 'header',
        parameters: [
          { type: 'product', product: { product_retailer_id: 'SKU-7', catalog_id: '194836987003835' } },
        ],
      },
    ],
  ],
  [
    'positional parameters in their order',
    {
      templateParameters: [
        { type: 'text', text: 'Variable #1' },
        { type: 'currency', currency: { fallbackValue: '$100.99', code: 'USD', amount1000: 100990 } },
        { type: 'date_time', dateTime: { fallbackValue: 'February 25, 2027' } },
      ],
    },
    [
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Variable #1' },
          { type: 'currency', currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100990 } },
          { type: 'date_time', date_time: { fallback_value: 'February 25, 2027' } },
        ],
      },
    ],
  ],
  [
    'named parameters',
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
    [
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'first_name', text: 'Dana' },
          {
            type: 'currency',
            parameter_name: 'price',
            currency: { fallback_value: '$1', code: 'USD', amount_1000: 1000 },
          },
          { type: 'date_time', parameter_name: 'day', date_time: { fallback_value: 'Monday' } },
        ],
      },
    ],
  ],
  [
    'a link button',
    { buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }] },
    [{ type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'ORD-1' }] }],
  ],
  [
    'a reply button',
    { buttonParameters: [{ index: 2, type: 'quick_reply', payload: 'YES-1042' }] },
    [
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '2',
        parameters: [{ type: 'payload', payload: 'YES-1042' }],
      },
    ],
  ],
  [
    'a coupon button',
    { buttonParameters: [{ index: 1, type: 'copy_code', couponCode: 'SAVE20' }] },
    [
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '1',
        parameters: [{ type: 'coupon_code', coupon_code: 'SAVE20' }],
      },
    ],
  ],
  [
    'a flow button',
    {
      buttonParameters: [
        { index: 0, type: 'flow', flowToken: 'order-1042', flowActionData: { orderId: ['1042'] } },
      ],
    },
    [
      {
        type: 'button',
        sub_type: 'flow',
        index: '0',
        parameters: [
          { type: 'action', action: { flow_token: 'order-1042', flow_action_data: { orderId: ['1042'] } } },
        ],
      },
    ],
  ],
  [
    'a flow button without values',
    { buttonParameters: [{ index: 0, type: 'flow' }] },
    [{ type: 'button', sub_type: 'flow', index: '0', parameters: [{ type: 'action', action: {} }] }],
  ],
  [
    'a catalogue button',
    { buttonParameters: [{ index: 0, type: 'catalog', thumbnailProductRetailerId: 'SKU-7' }] },
    [
      {
        type: 'button',
        sub_type: 'catalog',
        index: '0',
        parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'SKU-7' } }],
      },
    ],
  ],
  [
    'a catalogue button without a picture',
    { buttonParameters: [{ index: 0, type: 'catalog' }] },
    [{ type: 'button', sub_type: 'catalog', index: '0' }],
  ],
  [
    'the button of an authentication template',
    { buttonParameters: [{ index: 0, type: 'one_time_code', code: '482913' }] },
    [{ type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '482913' }] }],
  ],
  [
    'a one-time code, twice',
    { oneTimeCode: '482913' },
    [
      { type: 'body', parameters: [{ type: 'text', text: '482913' }] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '482913' }] },
    ],
  ],
  [
    'the end of an offer, in milliseconds',
    { limitedTimeOffer: { expirationTime: '2027-01-31T20:00:00+02:00' } },
    [
      {
        type: 'limited_time_offer',
        parameters: [
          { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1801418400000 } },
        ],
      },
    ],
  ],
  [
    'a carousel',
    {
      carousel: [
        {
          headerParameters: { type: 'image', image: { mediaId: '24230790383178626' } },
          templateParameters: [{ type: 'text', text: '10OFF' }],
          buttonParameters: [{ index: 0, type: 'url', text: 'a' }],
        },
        { headerParameters: { type: 'video', video: { link: 'https://example.com/v.mp4' } } },
      ],
    },
    [
      {
        type: 'carousel',
        cards: [
          {
            card_index: 0,
            components: [
              { type: 'header', parameters: [{ type: 'image', image: { id: '24230790383178626' } }] },
              { type: 'body', parameters: [{ type: 'text', text: '10OFF' }] },
              { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'a' }] },
            ],
          },
          {
            card_index: 1,
            components: [
              {
                type: 'header',
                parameters: [{ type: 'video', video: { link: 'https://example.com/v.mp4' } }],
              },
            ],
          },
        ],
      },
    ],
  ],
  [
    'components of unknown kinds, untouched',
    {
      components: [
        { type: 'tap_target_configuration', parameters: [{ type: 'x', deep: { snake_case: [1, null] } }] },
      ],
    },
    [{ type: 'tap_target_configuration', parameters: [{ type: 'x', deep: { snake_case: [1, null] } }] }],
  ],
]

const content = (part: object) =>
  TemplateContent.parse({ templateName: 'order_shipped', languageCode: 'en_US', ...part })

it.each(parts)('composes %s', (...[, part, components]) => {
  expect(composeTemplate(content(part))).toEqual({
    name: 'order_shipped',
    language: { code: 'en_US' },
    components,
  })
})

it.each([[{}], [{ templateParameters: [], buttonParameters: [], components: [] }]])(
  'sends a template without placeholders without components (%j)',
  (part) => {
    expect(composeTemplate(content(part))).toEqual({ name: 'order_shipped', language: { code: 'en_US' } })
  },
)

it('puts header, body and buttons into one list', () => {
  const all = {
    headerParameters: { type: 'text', text: 'a' },
    templateParameters: [{ type: 'text', text: 'a' }],
    buttonParameters: [
      { index: 0, type: 'url', text: 'b' },
      { index: 1, type: 'quick_reply', payload: 'c' },
    ],
    components: [{ type: 'future_component' }],
  }
  const types = composeTemplate(content(all)).components?.map((component) => component.type)
  expect(types).toEqual(['header', 'body', 'button', 'button', 'future_component'])
})

it('leaves the request as it was', () => {
  const request = content({ oneTimeCode: '482913' })
  const before = structuredClone(request)
  composeTemplate(request)
  expect(request).toEqual(before)
})

/** Every kind of content: a request of ours, and what Meta documents for it. */
const link = 'https://example.com/file.ogg'

/** A request of ours, and the member named like its type as Meta documents it. */
const table: [what: string, request: { type: string } & Record<string, unknown>, meta: unknown][] = [
  ['text', { type: 'text', text: 'Hello' }, { body: 'Hello' }],
  [
    'text with a preview',
    { type: 'text', text: { body: link, previewUrl: true } },
    { body: link, preview_url: true },
  ],
  ['an image', { type: 'image', image: { link, caption: 'New' } }, { link, caption: 'New' }],
  ['a video', { type: 'video', video: { link, caption: 'New' } }, { link, caption: 'New' }],
  ['a sound', { type: 'audio', audio: { link } }, { link }],
  ['a voice message', { type: 'audio', audio: { link, voice: true } }, { link, voice: true }],
  [
    'a document',
    { type: 'document', document: { link, caption: 'Yours', filename: 'invoice.pdf' } },
    { link, caption: 'Yours', filename: 'invoice.pdf' },
  ],
  ['a sticker', { type: 'sticker', sticker: { link } }, { link }],
  [
    'a place',
    { type: 'location', location: { latitude: 32.08, longitude: 34.78, name: 'Shop', address: 'Tel Aviv' } },
    { latitude: 32.08, longitude: 34.78, name: 'Shop', address: 'Tel Aviv' },
  ],
  [
    'contact cards',
    {
      type: 'contacts',
      contacts: [
        {
          name: { formattedName: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' },
          phones: [{ phone: '+972 54', type: 'CELL', waId: '972546800360' }],
          emails: [{ email: 'ada@example.com', type: 'WORK' }],
          urls: [{ url: 'https://example.com' }],
          addresses: [{ street: '1 Road', city: 'Tel Aviv', countryCode: 'IL' }],
          org: { company: 'Acme', title: 'CTO' },
          birthday: '1815-12-10',
        },
      ],
    },
    [
      {
        name: { formatted_name: 'Ada Lovelace', first_name: 'Ada', last_name: 'Lovelace' },
        phones: [{ phone: '+972 54', type: 'CELL', wa_id: '972546800360' }],
        emails: [{ email: 'ada@example.com', type: 'WORK' }],
        urls: [{ url: 'https://example.com' }],
        addresses: [{ street: '1 Road', city: 'Tel Aviv', country_code: 'IL' }],
        org: { company: 'Acme', title: 'CTO' },
        birthday: '1815-12-10',
      },
    ],
  ],
  [
    'a reaction',
    { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '👍' } },
    { message_id: 'wamid.A', emoji: '👍' },
  ],
  [
    'a reaction taken back',
    { type: 'reaction', reaction: { messageId: 'wamid.A', emoji: '' } },
    { message_id: 'wamid.A', emoji: '' },
  ],
  [
    'a template',
    { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
    { name: 'hello_world', language: { code: 'en_US' } },
  ],
]

/** The same for interactive messages: what stands beside `type` and `body`. */
const interactives: [type: string, ours: object, meta: object][] = [
  [
    'button',
    {
      header: { type: 'text', text: 'Order' },
      footer: 'Acme',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
    },
    {
      header: { type: 'text', text: 'Order' },
      footer: { text: 'Acme' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'yes', title: 'Yes' } },
          { type: 'reply', reply: { id: 'no', title: 'No' } },
        ],
      },
    },
  ],
  [
    'button',
    {
      header: { type: 'document', document: { link, filename: 'a.pdf' } },
      buttons: [{ id: 'yes', title: 'Yes' }],
    },
    {
      header: { type: 'document', document: { link, filename: 'a.pdf' } },
      action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
    },
  ],
  [
    'list',
    {
      button: 'Choose',
      sections: [
        { title: 'Today', rows: [{ id: '1', title: 'Morning', description: '8 to 12' }] },
        { title: 'Tomorrow', rows: [{ id: '2', title: 'Noon' }] },
      ],
    },
    {
      action: {
        button: 'Choose',
        sections: [
          { title: 'Today', rows: [{ id: '1', title: 'Morning', description: '8 to 12' }] },
          { title: 'Tomorrow', rows: [{ id: '2', title: 'Noon' }] },
        ],
      },
    },
  ],
  [
    'cta_url',
    { header: { type: 'image', image: { link } }, displayText: 'Track', url: link },
    {
      header: { type: 'image', image: { link } },
      action: { name: 'cta_url', parameters: { display_text: 'Track', url: link } },
    },
  ],
  ['location_request_message', {}, { action: { name: 'send_location' } }],
  [
    'address_message',
    {
      country: 'IN',
      values: { name: 'Ada' },
      savedAddresses: [{ id: 'home', value: { city: 'Delhi' } }],
      validationErrors: { in_pin_code: 'No' },
    },
    {
      action: {
        name: 'address_message',
        parameters: {
          country: 'IN',
          values: { name: 'Ada' },
          saved_addresses: [{ id: 'home', value: { city: 'Delhi' } }],
          validation_errors: { in_pin_code: 'No' },
        },
      },
    },
  ],
  [
    'flow',
    {
      flowId: '1',
      displayText: 'Book',
      flowToken: 't',
      mode: 'draft',
      flowAction: 'navigate',
      flowActionPayload: { screen: 'WELCOME', data: { firstName: 'Ada' } },
    },
    {
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_id: '1',
          flow_cta: 'Book',
          flow_token: 't',
          mode: 'draft',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'WELCOME', data: { firstName: 'Ada' } },
        },
      },
    },
  ],
  [
    'flow',
    { flowName: 'book', displayText: 'Book' },
    {
      action: {
        name: 'flow',
        parameters: { flow_message_version: '3', flow_name: 'book', flow_cta: 'Book' },
      },
    },
  ],
  [
    'product',
    { catalogId: '1', productRetailerId: 'SKU' },
    { action: { catalog_id: '1', product_retailer_id: 'SKU' } },
  ],
  [
    'product_list',
    {
      header: { type: 'text', text: 'Shoes' },
      catalogId: '1',
      sections: [{ title: 'New', productItems: [{ productRetailerId: 'SKU' }] }],
    },
    {
      header: { type: 'text', text: 'Shoes' },
      action: {
        catalog_id: '1',
        sections: [{ title: 'New', product_items: [{ product_retailer_id: 'SKU' }] }],
      },
    },
  ],
  ['catalog_message', {}, { action: { name: 'catalog_message' } }],
  [
    'catalog_message',
    { thumbnailProductRetailerId: 'SKU' },
    { action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'SKU' } } },
  ],
  [
    'carousel',
    {
      cards: [
        { header: { type: 'image', image: { link } }, body: 'One', displayText: 'Buy', url: link },
        { header: { type: 'image', image: { link } }, displayText: 'Buy', url: link },
      ],
    },
    {
      action: {
        cards: [
          {
            card_index: 0,
            type: 'cta_url',
            header: { type: 'image', image: { link } },
            body: { text: 'One' },
            action: { name: 'cta_url', parameters: { display_text: 'Buy', url: link } },
          },
          {
            card_index: 1,
            type: 'cta_url',
            header: { type: 'image', image: { link } },
            action: { name: 'cta_url', parameters: { display_text: 'Buy', url: link } },
          },
        ],
      },
    },
  ],
  ['request_contact_info', {}, { action: { name: 'request_contact_info' } }],
]

export const everyContent: typeof table = [
  ...table,
  ...interactives.map(([type, ours, meta]): (typeof table)[number] => [
    `the interactive message ${type}`,
    { type: 'interactive', interactive: { type, body: 'Well?', ...ours } },
    { type, body: { text: 'Well?' }, ...meta },
  ]),
]

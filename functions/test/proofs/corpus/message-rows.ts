/** Inbound messages: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages */
import { metadata, type CorpusRow } from './corpus-row.ts'

const contacts = [
  {
    profile: { name: 'Ada', username: 'ada' },
    wa_id: '$digits',
    user_id: '$user',
    parent_user_id: 'US.ENT.$digits',
    identity_key_hash: 'DF2lS5v2W6x=',
  },
]

const from = {
  from: '$digits',
  from_user_id: '$user',
  from_parent_user_id: 'US.ENT.$digits',
  id: '$wamid',
  timestamp: '$time',
}

const media = {
  id: '1321156',
  mime_type: 'image/jpeg',
  sha256: 'wvqXMe5n=',
  url: 'https://lookaside.fbsbx.com/m',
}
const context = { from: '15550783881', id: '$wamid.earlier' }
const unsupported = { code: 131051, title: 'Message type unknown', error_data: { details: 'Not supported.' } }

/** What each type carries. */
const types: Readonly<Record<string, object>> = {
  text: { text: { body: 'Shalom, \ud83d\ude00 https://example.com/a/b' } },
  image: { image: { ...media, caption: 'Look' } },
  video: { video: { ...media, mime_type: 'video/mp4', caption: 'Look' } },
  audio: { audio: { ...media, mime_type: 'audio/ogg; codecs=opus', voice: true } },
  voice: { voice: { ...media, mime_type: 'audio/ogg; codecs=opus' } },
  document: { document: { ...media, mime_type: 'application/pdf', caption: 'Bill', filename: 'bill.pdf' } },
  sticker: { sticker: { ...media, mime_type: 'image/webp', animated: false } },
  location: {
    location: { latitude: 32.08, longitude: 34.78, name: 'Here', address: 'A 1', url: 'https://a.example' },
  },
  contacts: {
    contacts: [
      {
        name: { formatted_name: 'Grace', first_name: 'Grace' },
        phones: [{ phone: '+1 631 555 1181', wa_id: '16315551181', type: 'CELL' }],
        origin: 'contact_request',
        vcard: 'BEGIN:VCARD',
      },
    ],
  },
  button: { button: { text: 'Yes', payload: 'yes' }, context },
  order: {
    order: {
      catalog_id: 194836987003835,
      text: 'Please',
      product_items: [{ product_retailer_id: 'x', quantity: 2, item_price: 30.5, currency: 'ILS' }],
    },
  },
  reaction: { reaction: { message_id: '$wamid.earlier', emoji: '\u2764' } },
  edit: {
    edit: {
      original_message_id: '$wamid.earlier',
      message: { type: 'text', text: { body: 'Better' }, context },
    },
  },
  revoke: { revoke: { original_message_id: '$wamid.earlier' } },
  unsupported: { errors: [unsupported], unsupported: { type: 'poll' } },
  unknown: { errors: [unsupported] },
  request_welcome: {},
  ephemeral: { errors: [unsupported] },
  hologram: { hologram: { depth: [[1], [2]] } },
}

const interactive: Readonly<Record<string, object>> = {
  button_reply: { button_reply: { id: 'yes', title: 'Yes' } },
  list_reply: { list_reply: { id: 'a', title: 'A', description: 'The first' } },
  nfm_reply: {
    nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","answer":[1,2]}' },
  },
  'nfm_reply of no object': { nfm_reply: { name: 'flow', body: 'Sent', response_json: '"courier-23"' } },
  'nfm_reply of no JSON': { nfm_reply: { name: 'flow', body: 'Sent', response_json: '{' } },
  call_permission_reply: {
    call_permission_reply: {
      response: 'accept',
      expiration_timestamp: '$time',
      response_source: 'user_action',
    },
  },
  'a reply of tomorrow': { hologram_reply: { id: 'x' } },
}

const systems: Readonly<Record<string, object>> = {
  user_changed_number: { wa_id: '1$digits', user_id: '$user', customer: '$digits' },
  user_changed_user_id: { user_id: '$user', parent_user_id: 'US.ENT.$digits' },
  customer_identity_changed: { identity: { acknowledged: true, created_timestamp: '$time', hash: 'x' } },
  hologram_projected: { wa_id: '$digits' },
}

const row = (name: string, message: object, more: object = {}): CorpusRow => ({
  name: `message: ${name}`,
  field: 'messages',
  value: { messaging_product: 'whatsapp', metadata, contacts, messages: [message], ...more },
})

const text = { ...from, type: 'text', text: { body: 'Hi' } }

export const messageRows: readonly CorpusRow[] = [
  ...Object.entries(types).map(([type, content]) => row(type, { ...from, type, ...content })),
  ...Object.entries(interactive).map(([type, content]) =>
    row(`interactive ${type}`, { ...from, type: 'interactive', interactive: { type, ...content }, context }),
  ),
  row('interactive without itself', { ...from, type: 'interactive', errors: [unsupported] }),
  ...Object.entries(systems).map(([type, more]) =>
    row(
      `system ${type}`,
      { ...from, type: 'system', system: { body: 'Something changed', type, ...more } },
      { contacts: undefined },
    ),
  ),
  row('forwarded', { ...text, context: { forwarded: true } }),
  row('forwarded often', { ...text, context: { frequently_forwarded: true } }),
  row('about a product', {
    ...text,
    context: { ...context, referred_product: { catalog_id: 'c', product_retailer_id: 'p' } },
  }),
  row('from an advertisement', {
    ...text,
    referral: {
      source_url: 'https://fb.me/x',
      source_id: '1',
      source_type: 'ad',
      headline: 'H',
      body: 'B',
      media_type: 'image',
      image_url: 'https://a.example',
      thumbnail_url: 'https://b.example',
      ctwa_clid: 'c',
      welcome_message: { text: 'W' },
    },
  }),
  row('of a group', { ...text, group_id: 'Y2FwaV9ncm91cA' }),
  row('with an identity', {
    ...text,
    identity: { acknowledged: true, created_timestamp: '$time', hash: 'x' },
  }),
  row('a removed reaction', {
    ...from,
    type: 'reaction',
    reaction: { message_id: '$wamid.earlier', emoji: '' },
  }),
  row('STOP', { ...text, text: { body: 'STOP' } }),
  {
    name: 'message: a user id where the number was',
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata,
      contacts: [{ profile: { username: 'ada' }, wa_id: '$user', user_id: '$user' }],
      messages: [{ ...text, from: '$user' }],
    },
  },
  {
    name: 'an error without a message',
    field: 'messages',
    stops: true,
    value: {
      messaging_product: 'whatsapp',
      metadata,
      errors: [
        {
          code: 131031,
          title: 'Locked',
          message: 'Locked',
          error_data: { details: 'Account locked.' },
          href: 'x',
        },
      ],
    },
  },
  ...[130429, 131037, 131053, 999_999].map((code): CorpusRow => ({
    name: `error ${String(code)} without a message`,
    field: 'messages',
    stops: true,
    value: {
      messaging_product: 'whatsapp',
      metadata,
      errors: [{ code, title: 'T', error_data: { details: 'D' } }],
    },
  })),
]

/**
 * What a person can send, each with an example that is used where the request leaves something out.
 * Shapes: developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
 */
import { webhookError } from '../graph/graph-error.ts'

export type Payload = Readonly<Record<string, unknown>>

export const inboundMedia = ['image', 'video', 'audio', 'document', 'sticker', 'voice'] as const
export type InboundMedia = (typeof inboundMedia)[number]

/** Contents without a file. */
const examples: Readonly<Record<string, Payload>> = {
  text: { body: 'Hello!' },
  location: {
    latitude: 32.0853,
    longitude: 34.7818,
    name: 'Carmel Market',
    address: 'HaCarmel St, Tel Aviv',
    url: 'https://maps.example.com/carmel',
  },
  button: { text: 'I will come', payload: 'I will come' },
  order: {
    catalog_id: '94680036100001',
    text: 'Please pack it as a gift',
    product_items: [{ product_retailer_id: 'sku-1', quantity: 2, item_price: 12.5, currency: 'USD' }],
  },
  reaction: { message_id: 'wamid.unknown', emoji: '👍' },
  system: { body: 'The customer changed their number', type: 'user_changed_number' },
  edit: { original_message_id: 'wamid.unknown', message: { type: 'text', text: { body: 'Hello again!' } } },
  revoke: { original_message_id: 'wamid.unknown' },
  unsupported: { type: 'poll' },
  request_welcome: {},
  ephemeral: {},
}

const contacts: readonly Payload[] = [
  {
    name: { formatted_name: 'Dana Levi', first_name: 'Dana', last_name: 'Levi' },
    phones: [{ phone: '+972 54-680-0361', wa_id: '972546800361', type: 'CELL' }],
    origin: 'other',
  },
]

const interactive: Readonly<Record<string, Payload>> = {
  button_reply: { id: 'yes', title: 'Yes' },
  list_reply: { id: 'row-1', title: 'Tomorrow', description: 'Between 9 and 12' },
  nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"unused","table":"4"}' },
  call_permission_reply: {
    response: 'accept',
    expiration_timestamp: 1_767_225_600,
    response_source: 'user_action',
  },
}

/** Every type the simulator can send as a person, media included. */
export const inboundTypes: readonly string[] = [
  ...Object.keys(examples),
  ...inboundMedia,
  'contacts',
  'interactive',
  'unknown',
]

/** The members a message of this type has beside the common ones. */
export function contentMembers(type: string, given: unknown): Payload {
  if (type === 'interactive') return { interactive: interactiveContent(isPayload(given) ? given : {}) }
  if (type === 'unknown')
    return { errors: [webhookError(131051, 'Message type is not currently supported.')] }
  const example = examples[type]
  if (type === 'unsupported') {
    const errors = [webhookError(131051, 'Message type is not currently supported.')]
    return { errors, unsupported: { ...example, ...(isPayload(given) && given) } }
  }
  if (type === 'contacts') return { contacts: given ?? contacts }
  if (typeof given === 'string' && type === 'text') return { text: { body: given } }
  return { [type]: { ...example, ...(isPayload(given) && given) } }
}

/** The type a request means when it does not say: the one member that is named like a type. */
export function impliedType(request: Payload): string {
  return inboundTypes.find((type) => request[type] !== undefined) ?? 'text'
}

function interactiveContent(given: Payload): Payload {
  const kind =
    typeof given['type'] === 'string'
      ? given['type']
      : (Object.keys(interactive).find((name) => name in given) ?? 'button_reply')
  const own = given[kind]
  return { type: kind, [kind]: { ...interactive[kind], ...(isPayload(own) && own) } }
}

export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

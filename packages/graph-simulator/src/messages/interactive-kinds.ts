/** Every `type` of an interactive message that the simulator checks. */
export const interactiveKinds = [
  'button',
  'list',
  'cta_url',
  'location_request_message',
  'address_message',
  'flow',
  'product',
  'product_list',
  'catalog_message',
  'carousel',
  'voice_call',
  'call_permission_request',
  'request_contact_info',
  'order_details',
  'order_status',
] as const

/** One kind of interactive message. */
export type InteractiveKind = (typeof interactiveKinds)[number]

/** Kinds that take no header. */
export const noHeader: ReadonlySet<InteractiveKind> = new Set([
  'product',
  'location_request_message',
  'carousel',
  'request_contact_info',
])

/** Kinds whose header must be text. */
export const textHeaderOnly: ReadonlySet<InteractiveKind> = new Set(['list', 'product_list'])

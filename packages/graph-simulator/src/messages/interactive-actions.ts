/** The `action` of each kind of interactive message, with Meta's limits. */
import { refuse } from '../graph/graph-error.ts'
import { checkMedia, type MediaLookup } from './check-media.ts'
import type { InteractiveKind } from './interactive-kinds.ts'
import {
  list,
  number,
  oneOf,
  optionalPart,
  optionalText,
  part,
  pathOf,
  text,
  webAddress,
  type JsonPart,
} from '../graph/json-part.ts'

type ActionCheck = (action: JsonPart, media: MediaLookup) => void

const checks: Readonly<Record<Exclude<InteractiveKind, 'order_details' | 'order_status'>, ActionCheck>> = {
  button: checkReplyButtons,
  list: checkList,
  cta_url: (action) => {
    const parameters = named(action, 'cta_url')
    text(parameters, 'display_text', { max: 20 })
    webAddress(parameters, 'url')
  },
  location_request_message: (action) => {
    oneOf(action, 'name', ['send_location'])
  },
  address_message: (action) => {
    oneOf(named(action, 'address_message'), 'country', ['IN', 'SG'])
  },
  flow: checkFlow,
  product: (action) => {
    text(action, 'catalog_id')
    text(action, 'product_retailer_id')
  },
  product_list: checkProductList,
  catalog_message: (action) => {
    oneOf(action, 'name', ['catalog_message'])
    const parameters = optionalPart(action, 'parameters')
    if (parameters) optionalText(parameters, 'thumbnail_product_retailer_id')
  },
  carousel: checkCarousel,
  voice_call: (action) => {
    oneOf(action, 'name', ['voice_call'])
  },
  call_permission_request: (action) => {
    oneOf(action, 'name', ['call_permission_request'])
  },
  request_contact_info: (action) => {
    oneOf(action, 'name', ['request_contact_info'])
  },
}

/** Refuses an action that does not fit its kind. */
export function checkAction(kind: keyof typeof checks, action: JsonPart, media: MediaLookup): void {
  checks[kind](action, media)
}

function named(action: JsonPart, name: string): JsonPart {
  oneOf(action, 'name', [name])
  return part(action, 'parameters')
}

function checkReplyButtons(action: JsonPart): void {
  const replies = list(action, 'buttons', { min: 1, max: 3 }).map((button) => {
    oneOf(button, 'type', ['reply'])
    const reply = part(button, 'reply')
    const title = text(reply, 'title', { max: 20 })
    return { id: textWithoutOuterSpaces(reply, 256), title }
  })
  requireUnique(
    replies.map(({ id }) => id),
    'Reply button ids',
  )
  requireUnique(
    replies.map(({ title }) => title),
    'Reply button titles',
  )
}

function checkList(action: JsonPart): void {
  text(action, 'button', { max: 20 })
  const sections = list(action, 'sections', { min: 1, max: 10 })
  const rows = sections.flatMap((section) => {
    if (sections.length > 1) text(section, 'title', { max: 24 })
    else optionalText(section, 'title', { max: 24 })
    return list(section, 'rows', { min: 1, max: 10 })
  })
  if (rows.length > 10)
    throw refuse(
      131009,
      `Parameter interactive.action.sections: a list has at most 10 rows in total; it has ${rows.length}.`,
    )
  const ids = rows.map((row) => {
    text(row, 'title', { max: 24 })
    optionalText(row, 'description', { max: 72 })
    return textWithoutOuterSpaces(row, 200)
  })
  requireUnique(ids, 'Row ids')
}

function checkFlow(action: JsonPart): void {
  const parameters = named(action, 'flow')
  oneOf(parameters, 'flow_message_version', ['3'])
  const id = optionalText(parameters, 'flow_id')
  const name = optionalText(parameters, 'flow_name')
  if ((id === undefined) === (name === undefined)) {
    throw refuse(131009, `Parameter ${parameters.path}: send exactly one of flow_id and flow_name.`)
  }
  text(parameters, 'flow_cta', { max: 30 })
  optionalText(parameters, 'flow_token')
  const action3 = optionalText(parameters, 'flow_action')
  if (action3 !== undefined) oneOf(parameters, 'flow_action', ['navigate', 'data_exchange'])
  const payload = optionalPart(parameters, 'flow_action_payload')
  if (payload) text(payload, 'screen')
}

function checkProductList(action: JsonPart): void {
  text(action, 'catalog_id')
  const sections = list(action, 'sections', { min: 1, max: 10 })
  const items = sections.flatMap((section) => {
    text(section, 'title', { max: 24 })
    return list(section, 'product_items', { min: 1, max: 30 })
  })
  for (const item of items) text(item, 'product_retailer_id')
  if (items.length > 30)
    throw refuse(
      131009,
      `Parameter ${action.path}.sections: at most 30 products in total; it has ${items.length}.`,
    )
}

function checkCarousel(action: JsonPart, media: MediaLookup): void {
  const cards = list(action, 'cards', { min: 2, max: 10 })
  const headers = cards.map((card, index) => {
    if (number(card, 'card_index') !== index)
      throw refuse(131009, `Parameter ${pathOf(card, 'card_index')} must be ${index}.`)
    oneOf(card, 'type', ['cta_url'])
    const header = part(card, 'header')
    const type = oneOf(header, 'type', ['image', 'video'])
    checkMedia(part(header, type), type, media)
    const body = optionalPart(card, 'body')
    if (body) text(body, 'text', { max: 1024 })
    checkAction('cta_url', part(card, 'action'), media)
    return type
  })
  if (new Set(headers).size > 1) throw refuse(131009, 'All cards of a carousel need the same kind of header.')
}

function textWithoutOuterSpaces(of: JsonPart, max: number): string {
  const id = text(of, 'id', { max })
  if (id !== id.trim())
    throw refuse(131009, `Parameter ${pathOf(of, 'id')} may not start or end with a space.`)
  return id
}

function requireUnique(values: readonly string[], what: string): void {
  if (new Set(values).size < values.length) throw refuse(131009, `${what} must be unique.`)
}

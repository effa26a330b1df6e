import {
  toCamelCase,
  asObject,
  asDate,
  asArray,
  omitUndefined,
  asNonEmptyString,
  type JsonObject,
} from '../kernel/untrusted-json.ts'
import { readInboundContact, type InboundContact } from './inbound-contact.ts'
import { readInboundContent, type InboundContent } from './inbound-content.ts'

/**
 * How an item affects a conversation. `message`: new content, which reopens it. `reaction`, `system`: recorded, needs no
 * reply. `edit`, `revoke`: changes an earlier message.
 */
export type InboundKind = 'message' | 'reaction' | 'system' | 'edit' | 'revoke'

/** One entry of `messages` of a webhook. */
export interface InboundItem extends InboundContent {
  readonly kind: InboundKind
  /** Meta's id of it; undefined: it has none. */
  readonly wamid: string | undefined
  /** Meta's time, to the second. */
  readonly sentAt: Date | undefined
  readonly contact: InboundContact
  /** The group it was written in, where it was. */
  readonly groupId?: string
  /** The message that is answered or reacted to, and who wrote that. */
  readonly about?: { readonly wamid: string; readonly from?: string }
  /** The message that an edit or a revoke changes; undefined where it does not say. */
  readonly changes?: string
  /** Whether it was passed on: once, or often. */
  readonly forwarded?: 'once' | 'often'
  /** What else came with it: `referral` (from an advertisement), `product`, `identity`. */
  readonly extras?: JsonObject
  /** Why Meta could not tell what it says. */
  readonly errors?: readonly JsonObject[]
}

/**
 * Reads a message of a contact. Nothing of it is sure to be there.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
 */
export function readInboundItem(value: unknown, contacts: readonly unknown[]): InboundItem {
  const item = asObject(value)
  const said = readInboundContent(item)
  const kind = kindOf(said.type)
  const change = asObject(item[said.type])
  const edited = kind === 'edit' ? readInboundContent(asObject(change['message'])) : said
  const errors = asArray(item['errors'])
  return {
    ...edited,
    kind,
    wamid: asNonEmptyString(item['id']),
    sentAt: asDate(item['timestamp']),
    contact: readInboundContact(item, contacts),
    ...omitUndefined({
      groupId: asNonEmptyString(item['group_id']),
      about: aboutOf(item),
      changes:
        kind === 'edit' || kind === 'revoke' ? asNonEmptyString(change['original_message_id']) : undefined,
      forwarded: forwardedOf(asObject(item['context'])),
      extras: extrasOf(item),
      errors: errors.length > 0 ? errors.map((error) => asObject(toCamelCase(error))) : undefined,
    }),
  }
}

const kinds: readonly InboundKind[] = ['reaction', 'system', 'edit', 'revoke']
const kindOf = (type: string): InboundKind => kinds.find((kind) => kind === type) ?? 'message'

/** A quick reply may come without a context; a reaction names its message itself. */
function aboutOf(item: JsonObject): InboundItem['about'] {
  const { id, from } = asObject(item['context'])
  const wamid = asNonEmptyString(asObject(item['reaction'])['message_id']) ?? asNonEmptyString(id)
  return wamid === undefined ? undefined : { wamid, ...omitUndefined({ from: asNonEmptyString(from) }) }
}

const forwardedOf = ({ forwarded, frequently_forwarded: often }: JsonObject): InboundItem['forwarded'] => {
  if (often === true) return 'often'
  return forwarded === true ? 'once' : undefined
}

function extrasOf(item: JsonObject): JsonObject | undefined {
  const product = asObject(item['context'])['referred_product']
  const { referral, identity } = item
  const extras = omitUndefined({ referral, product, identity })
  return Object.keys(extras).length > 0 ? asObject(toCamelCase(extras)) : undefined
}

import {
  toCamelCase,
  asObject,
  asArray,
  parseJson,
  omitUndefined,
  asNonEmptyString,
  type JsonObject,
} from '../kernel/untrusted-json.ts'

/** What a message of a contact says. */
export interface InboundContent {
  /** Meta's word; `audio` for the older `voice`, `unknown` where there is none. */
  readonly type: string
  /** What it says, with names in the manner of our API; nothing of what Meta said is left out but its links to files. */
  readonly content: JsonObject
  /** The words in it, empty where it has none. */
  readonly text: string
}

type Reading = Omit<InboundContent, 'type'>
const media = ['image', 'video', 'audio', 'document', 'sticker', 'voice']

/**
 * Reads what a message says, whatever is missing.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
 * @param item one entry of `messages` of a webhook, or the `message` within an edit
 */
export function readInboundContent(item: JsonObject): InboundContent {
  const type = asNonEmptyString(item['type']) ?? 'unknown'
  if (media.includes(type)) return { type: type === 'voice' ? 'audio' : type, ...readMedia(type, item[type]) }
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return { type, ...(read ?? readUnknown)(item[type]) }
}

const readers: Readonly<Record<string, (value: unknown) => Reading>> = {
  text: (value) => {
    const body = asNonEmptyString(asObject(value)['body']) ?? asNonEmptyString(value) ?? ''
    return { content: { ...camelFields(value), body }, text: body }
  },
  location: (value) => {
    const { name, address } = asObject(value)
    return { content: camelFields(value), text: asNonEmptyString(name) ?? asNonEmptyString(address) ?? '' }
  },
  contacts: (value) => ({ content: { contacts: toCamelCase(asArray(value)) }, text: namesOf(value) }),
  interactive: readInteractive,
  button: (value) => ({ content: camelFields(value), text: asNonEmptyString(asObject(value)['text']) ?? '' }),
  order: (value) => ({ content: camelFields(value), text: asNonEmptyString(asObject(value)['text']) ?? '' }),
  reaction: (value) => {
    const { emoji, message_id: messageId } = asObject(value)
    // Taken back: an empty emoji, or none at all.
    return {
      content: omitUndefined({ messageId: asNonEmptyString(messageId), emoji: asNonEmptyString(emoji) }),
      text: asNonEmptyString(emoji) ?? '',
    }
  },
  system: (value) => {
    const { type: kind, ...rest } = asObject(value)
    return {
      content: { ...omitUndefined({ kind }), ...camelFields(rest) },
      text: asNonEmptyString(rest['body']) ?? '',
    }
  },
}

function readMedia(type: string, value: unknown): Reading {
  const { id, url: _url, caption, filename, ...rest } = asObject(value)
  const [mediaId, said, name] = [asNonEmptyString(id), asNonEmptyString(caption), asNonEmptyString(filename)]
  const content = {
    ...omitUndefined({ mediaId, caption: said, filename: name }),
    ...camelFields(rest),
    ...(type === 'voice' && { voice: true }),
  }
  return { content, text: said ?? name ?? '' }
}

/** The object may be missing, and so may what it says it holds. */
function readInteractive(value: unknown): Reading {
  const fields = asObject(value)
  const kind = asNonEmptyString(fields['type']) ?? Object.keys(fields)[0] ?? 'unknown'
  const { response_json: json, ...reply } = asObject(fields[kind])
  const text =
    asNonEmptyString(reply['title']) ??
    asNonEmptyString(reply['body']) ??
    asNonEmptyString(reply['response']) ??
    ''
  return { content: { kind, ...camelFields(reply), ...flowResponse(json) }, text }
}

/** A flow answers with JSON in a text, which need not be an object, nor JSON at all. The names in it are the flow's own. */
function flowResponse(json: unknown): JsonObject {
  if (json === undefined || json === null) return {}
  if (typeof json !== 'string') return { response: json }
  const response = parseJson(json)
  return response === undefined ? { responseText: json } : { response }
}

/** Of a type that we do not know, as it says itself. */
const readUnknown = (value: unknown): Reading => ({
  content: typeof value === 'object' ? camelFields(value) : omitUndefined({ value }),
  text: asNonEmptyString(asObject(value)['body']) ?? '',
})

const camelFields = (value: unknown): JsonObject => asObject(toCamelCase(asObject(value)))

const namesOf = (contacts: unknown): string =>
  asArray(contacts)
    .map((contact) => asNonEmptyString(asObject(asObject(contact)['name'])['formatted_name']))
    .filter((name) => name !== undefined)
    .join(', ')

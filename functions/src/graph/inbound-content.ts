import {
  camelCased,
  fieldsOf,
  listOf,
  parsedJson,
  present,
  textOf,
  type Fields,
} from '../kernel/loose-json.ts'

/** What a message of a contact says. */
export interface InboundContent {
  /** Meta's word; `audio` for the older `voice`, `unknown` where there is none. */
  readonly type: string
  /** What it says, with names in the manner of our API; nothing of what Meta said is left out but its links to files. */
  readonly content: Fields
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
export function readInboundContent(item: Fields): InboundContent {
  const type = textOf(item['type']) ?? 'unknown'
  if (media.includes(type)) return { type: type === 'voice' ? 'audio' : type, ...readMedia(type, item[type]) }
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return { type, ...(read ?? readUnknown)(item[type]) }
}

const readers: Readonly<Record<string, (value: unknown) => Reading>> = {
  text: (value) => {
    const body = textOf(fieldsOf(value)['body']) ?? textOf(value) ?? ''
    return { content: { ...camelFields(value), body }, text: body }
  },
  location: (value) => {
    const { name, address } = fieldsOf(value)
    return { content: camelFields(value), text: textOf(name) ?? textOf(address) ?? '' }
  },
  contacts: (value) => ({ content: { contacts: camelCased(listOf(value)) }, text: namesOf(value) }),
  interactive: readInteractive,
  button: (value) => ({ content: camelFields(value), text: textOf(fieldsOf(value)['text']) ?? '' }),
  order: (value) => ({ content: camelFields(value), text: textOf(fieldsOf(value)['text']) ?? '' }),
  reaction: (value) => {
    const { emoji, message_id: messageId } = fieldsOf(value)
    // Taken back: an empty emoji, or none at all.
    return {
      content: present({ messageId: textOf(messageId), emoji: textOf(emoji) }),
      text: textOf(emoji) ?? '',
    }
  },
  system: (value) => {
    const { type: kind, ...rest } = fieldsOf(value)
    return { content: { ...present({ kind }), ...camelFields(rest) }, text: textOf(rest['body']) ?? '' }
  },
}

function readMedia(type: string, value: unknown): Reading {
  const { id, url: _url, caption, filename, ...rest } = fieldsOf(value)
  const [mediaId, said, name] = [textOf(id), textOf(caption), textOf(filename)]
  const content = {
    ...present({ mediaId, caption: said, filename: name }),
    ...camelFields(rest),
    ...(type === 'voice' && { voice: true }),
  }
  return { content, text: said ?? name ?? '' }
}

/** The object may be missing, and so may what it says it holds. */
function readInteractive(value: unknown): Reading {
  const fields = fieldsOf(value)
  const kind = textOf(fields['type']) ?? Object.keys(fields)[0] ?? 'unknown'
  const { response_json: json, ...reply } = fieldsOf(fields[kind])
  const text = textOf(reply['title']) ?? textOf(reply['body']) ?? textOf(reply['response']) ?? ''
  return { content: { kind, ...camelFields(reply), ...flowResponse(json) }, text }
}

/** A flow answers with JSON in a text, which need not be an object, nor JSON at all. The names in it are the flow's own. */
function flowResponse(json: unknown): Fields {
  if (json === undefined || json === null) return {}
  if (typeof json !== 'string') return { response: json }
  const response = parsedJson(json)
  return response === undefined ? { responseText: json } : { response }
}

/** Of a type that we do not know, as it says itself. */
const readUnknown = (value: unknown): Reading => ({
  content: typeof value === 'object' ? camelFields(value) : present({ value }),
  text: textOf(fieldsOf(value)['body']) ?? '',
})

const camelFields = (value: unknown): Fields => fieldsOf(camelCased(fieldsOf(value)))

const namesOf = (contacts: unknown): string =>
  listOf(contacts)
    .map((contact) => textOf(fieldsOf(fieldsOf(contact)['name'])['formatted_name']))
    .filter((name) => name !== undefined)
    .join(', ')

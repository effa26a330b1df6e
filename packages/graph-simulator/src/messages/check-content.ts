/** Free-form contents by type, with Meta's limits: developers.facebook.com/docs/whatsapp/cloud-api/messages */
import { refuse } from '../graph/graph-error.ts'
import { checkInteractive } from './check-interactive.ts'
import { checkMedia, mediaKinds, type MediaLookup } from './check-media.ts'
import { list, number, optionalBoolean, optionalText, part, text, type JsonPart } from '../graph/json-part.ts'

export const messageTypes = [
  ...mediaKinds,
  'text',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'template',
] as const
export type MessageType = (typeof messageTypes)[number]

/** The type of a body; `text` when absent, 131051 when Meta has no such type. */
export function messageType(body: JsonPart): MessageType {
  const name = optionalText(body, 'type') ?? 'text'
  const type = messageTypes.find((candidate) => candidate === name)
  if (!type)
    throw refuse(131051, `Message type "${name}" is not supported. Use one of ${messageTypes.join(', ')}.`)
  return type
}

/** Refuses a free-form content Meta would refuse. */
export function checkContent(
  body: JsonPart,
  type: Exclude<MessageType, 'template'>,
  media: MediaLookup,
): void {
  if (type === 'contacts') checkContacts(body)
  else if (type === 'text') checkText(part(body, type))
  else if (type === 'location') checkLocation(part(body, type))
  else if (type === 'reaction') checkReaction(body)
  else if (type === 'interactive') checkInteractive(part(body, type), media)
  else checkMedia(part(body, type), type, media)
}

function checkText(content: JsonPart): void {
  text(content, 'body', { max: 4096 })
  optionalBoolean(content, 'preview_url')
}

/** A place; name and address are optional in messages, required in template headers. */
export function checkLocation(location: JsonPart): void {
  if (Math.abs(number(location, 'latitude')) > 90)
    throw refuse(131009, `Parameter ${location.path}.latitude is not between -90 and 90.`)
  if (Math.abs(number(location, 'longitude')) > 180)
    throw refuse(131009, `Parameter ${location.path}.longitude is not between -180 and 180.`)
  optionalText(location, 'name')
  optionalText(location, 'address')
}

function checkContacts(body: JsonPart): void {
  for (const contact of list(body, 'contacts', { min: 1, max: 257 })) {
    const name = part(contact, 'name')
    text(name, 'formatted_name')
    const parts = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix'].filter(
      (key) => name.value[key] !== undefined,
    )
    if (parts.length === 0)
      throw refuse(
        131008,
        `Parameter ${name.path} needs first_name or another part of the name beside formatted_name.`,
      )
    const birthday = optionalText(contact, 'birthday')
    if (birthday !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(birthday)) {
      throw refuse(131009, `Parameter ${contact.path}.birthday must be YYYY-MM-DD.`)
    }
  }
}

function checkReaction(body: JsonPart): void {
  const reaction = part(body, 'reaction')
  text(reaction, 'message_id')
  text(reaction, 'emoji', { min: 0 })
  if (body.value['context'] !== undefined) throw refuse(100, 'A reaction cannot carry a context.')
}

import { asArray, truncate, type JsonObject } from '../kernel/untrusted-json.ts'

/** How much of a message a list shows. */
const MAX_PREVIEW_LENGTH = 100

/** Texts for messages without one, by type. */
const labels = new Map(
  Object.entries({
    text: 'Text',
    template: 'Template',
    image: 'Photo',
    video: 'Video',
    audio: 'Audio',
    voice: 'Voice message',
    document: 'Document',
    sticker: 'Sticker',
    location: 'Location',
    contacts: 'Contact',
    interactive: 'Interactive message',
    button: 'Button',
    order: 'Order',
    reaction: 'Reaction removed',
    request_welcome: 'Opened the chat',
  }),
)

/** The text of a message in a list: its own, or what kind of message it is. Never empty. */
export function messagePreview(
  text: string,
  { type, content = {} }: { readonly type: string; readonly content?: JsonObject },
): string {
  if (text.trim() !== '') return truncate(text, MAX_PREVIEW_LENGTH)
  const label = labels.get(type) ?? 'Unsupported message'
  if (type !== 'order') return label
  const items = asArray(content['productItems']).length
  return `${label}, ${String(items)} ${items === 1 ? 'item' : 'items'}`
}

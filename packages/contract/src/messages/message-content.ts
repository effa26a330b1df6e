/**
 * The content of a message: one type, in the member named like the type. All but templates need an open
 * service window. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
 */
import { z } from 'zod'
import { ContactCards } from './message-content-contacts.ts'
import { Interactive } from './message-content-interactive.ts'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { MediaFile } from '../media/media-file.ts'
import { AudioMedia, CaptionedMedia, DocumentMedia } from './message-content-media.ts'
import { TemplateContent } from '../templates/template-content.ts'
import { Location } from '../templates/template-parameters.ts'

const kind = <Kind extends string>(type: Kind, description: string) =>
  z.literal(type).meta({ description, examples: [type] })

/** Text as Meta accepts it: 1 to 4096 characters, not only spaces. */
export const textBody = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => text.trim() !== '', { error: 'must not be only spaces' })
  .meta({ description: 'The text, 4096 characters at most.', examples: ['Your order is on its way.'] })

/** A message as a request names it: by our id (`msg_…`) or by Meta's (`wamid.…`). */
export const messageReference = z
  .string()
  .regex(
    /^(?:msg_[0-9a-z]{26}|wamid\.[A-Za-z0-9+/=_-]{1,500})$/,
    'must be the id of a message: msg_… or wamid.…',
  )

/** One emoji: a pictographic grapheme, in any skin tone and gender. */
const isEmoji = (text: string): boolean => /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v.test(text)

/** Text, or text with its options. */
export const TextMessage = z
  .union(
    [
      textBody,
      z.strictObject({
        body: textBody,
        previewUrl: z
          .boolean()
          .exactOptional()
          .meta({ description: 'Show a preview of its first link.', examples: [true] }),
      }),
    ],
    oneOfForms('must be a text, or { body } with previewUrl'),
  )
  .meta({
    description: 'The text, or the text with its options.',
    examples: ['Hello', { body: 'https://example.com', previewUrl: true }],
  })

/** Both forms of a text as one. */
export const textOf = (text: z.infer<typeof TextMessage>) =>
  typeof text === 'string' ? { body: text } : text

const Reaction = z.strictObject({
  messageId: messageReference.meta({
    description: 'The message to react to, at most 30 days old: its wamid, or its id (`msg_…`).',
    examples: ['wamid.HBgMOTcyNTQ2ODAwMzYw'],
  }),
  emoji: z
    .string()
    .refine((emoji) => emoji === '' || isEmoji(emoji), {
      error: 'must be one emoji, or empty to take the reaction back',
    })
    .meta({ description: 'One emoji; empty takes the reaction back.', examples: ['👍'] }),
})

/** The content fields of each type: `type`, and the member named like it. */
export const contentFields = {
  text: { type: kind('text', 'Free text.'), text: TextMessage },
  image: { type: kind('image', 'An image: JPEG or PNG, up to 5 MB.'), image: CaptionedMedia },
  video: { type: kind('video', 'A video: MP4 or 3GP, up to 16 MB.'), video: CaptionedMedia },
  audio: { type: kind('audio', 'A sound or a voice message, up to 16 MB.'), audio: AudioMedia },
  document: { type: kind('document', 'Any file, up to 100 MB.'), document: DocumentMedia },
  sticker: { type: kind('sticker', 'A sticker: a WebP image, without a caption.'), sticker: MediaFile },
  location: { type: kind('location', 'A place on the map.'), location: Location },
  contacts: { type: kind('contacts', 'Contact cards.'), contacts: ContactCards },
  interactive: {
    type: kind('interactive', 'A message with buttons, a list or another action.'),
    interactive: Interactive,
  },
  reaction: { type: kind('reaction', 'An emoji on a message.'), reaction: Reaction },
  template: { type: kind('template', 'A template that Meta approved.'), template: TemplateContent },
} as const

type ContentFields = typeof contentFields
/** A type of content that can be sent. */
export type ContentType = keyof ContentFields

/** The content of a message as it is written in a request. */
export type WrittenContent = {
  [Type in ContentType]: {
    readonly [Field in keyof ContentFields[Type]]: ContentFields[Type][Field] extends z.ZodType<infer Output>
      ? Output
      : never
  }
}[ContentType]

/** The content of a message after parsing: the same, with one form of text. */
export type MessageContent =
  | Exclude<WrittenContent, { type: 'text' }>
  | { readonly type: 'text'; readonly text: { readonly body: string; readonly previewUrl?: boolean } }

/** The body of `POST /v1/send`: one message of any type to one recipient. */
import { z } from 'zod'
import { contentFields, messageReference, oneOfForms, type MessageContent } from './message-content.ts'
import { fallbackTemplate } from '../templates/fallback-template.ts'
import { checkTimes, sendOptions } from './send-options.ts'

/** Whom to send to: a phone number, a WhatsApp user, or a person of this project. */
export const sendTo = z
  .union(
    [
      z.string().min(1).max(50),
      z.strictObject({
        bsuid: z
          .string()
          .min(1)
          .max(150)
          .meta({
            description:
              'A business-scoped user id: how WhatsApp names somebody who hides the phone number from you.',
            examples: ['US.13491208655302741918'],
          }),
      }),
      z.strictObject({
        uid: z
          .string()
          .min(1)
          .max(128)
          .meta({
            description: 'A Firebase user: the phone number that was verified for them.',
            examples: ['Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'],
          }),
      }),
    ],
    oneOfForms('must be a phone number, { bsuid } of a WhatsApp user, or { uid } of a Firebase user'),
  )
  .meta({
    id: 'SendTo',
    description:
      'The recipient: a phone number in international form (spaces, dashes and brackets do not matter), a WhatsApp user by `bsuid`, or a Firebase user by `uid`.',
    examples: [
      '+972546800360',
      { bsuid: 'US.13491208655302741918' },
      { uid: 'Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1' },
    ],
  })
export type SendTo = z.infer<typeof sendTo>

const shared = {
  to: sendTo,
  replyTo: messageReference.exactOptional().meta({
    description: 'The message that is quoted: its wamid, or our id of one you sent.',
    examples: ['wamid.HBgMOTcyNTQ2ODAwMzYw'],
  }),
  ...sendOptions,
}

const { reaction, ...quoting } = contentFields
const { replyTo: _none, ...withoutReply } = shared
/** Everything but a template needs an open service window. */
const freeForm = { ...shared, fallbackTemplate }

export const SendRequest = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ ...quoting.text, ...freeForm }),
      z.strictObject({ ...quoting.image, ...freeForm }),
      z.strictObject({ ...quoting.video, ...freeForm }),
      z.strictObject({ ...quoting.audio, ...freeForm }),
      z.strictObject({ ...quoting.document, ...freeForm }),
      z.strictObject({ ...quoting.sticker, ...freeForm }),
      z.strictObject({ ...quoting.location, ...freeForm }),
      z.strictObject({ ...quoting.contacts, ...freeForm }),
      z.strictObject({ ...quoting.interactive, ...freeForm }),
      z.strictObject({ ...quoting.template, ...shared }),
      // A reaction stands on its message already: it cannot quote another one.
      z.strictObject({ ...reaction, ...withoutReply }),
    ],
    oneOfForms(`must be one of ${Object.keys(contentFields).join(', ')}`),
  )
  .superRefine(checkTimes)
  .meta({
    id: 'SendRequest',
    examples: [
      {
        to: '+972546800360',
        type: 'image',
        image: { link: 'https://example.com/image.jpg', caption: 'Your new shoes' },
      },
    ],
  })
export type SendRequest = z.infer<typeof SendRequest>

/** The part of the request that says what the message says. */
export function contentOf(request: SendRequest): MessageContent {
  if (request.type === 'text') return { type: 'text', text: textOf(request.text) }
  const content = { type: request.type, [request.type]: (request as Record<string, unknown>)[request.type] }
  return content as unknown as MessageContent
}

function textOf(text: Extract<SendRequest, { type: 'text' }>['text']) {
  if (typeof text === 'string') return { body: text }
  const { body, linkPreview } = text
  return { body, ...(linkPreview !== undefined && { previewUrl: linkPreview }) }
}

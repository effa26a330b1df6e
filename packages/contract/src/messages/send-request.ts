/** The body of `POST /v1/send`: one message of any type to one recipient. */
import { z } from 'zod'
import { contentFields, messageReference, textOf, type MessageContent } from './message-content.ts'
import { fallbackTemplate } from '../templates/fallback-template.ts'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { checkTimes, sendOptions } from './send-options.ts'
import { sendTo } from './send-to.ts'

const shared = {
  to: sendTo,
  replyTo: messageReference.exactOptional().meta({
    description: 'The message to quote: its wamid, or the id (`msg_…`) of one you sent.',
    examples: ['wamid.HBgMOTcyNTQ2ODAwMzYw'],
  }),
  ...sendOptions,
}

const { reaction, ...quoting } = contentFields
const { replyTo: _none, ...withoutReply } = shared
/** Everything but a template may name a fallback for a closed service window. */
const freeForm = { ...shared, fallbackTemplate }

/** One message of any type. Everything but a template needs an open service window. */
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
      // A reaction refers to its message already: it cannot quote another one.
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

/** The content of a request that was parsed: its type, and the member named like the type. */
export function contentOf(request: SendRequest): MessageContent {
  if (request.type === 'text') return { type: 'text', text: textOf(request.text) }
  const content = { type: request.type, [request.type]: (request as Record<string, unknown>)[request.type] }
  return content as unknown as MessageContent
}

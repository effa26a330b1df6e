/** A document that an app writes to its outbox to have a message sent. */
import { z } from 'zod'
import { fallbackTemplate } from '../templates/fallback-template.ts'
import {
  checkFlatTemplate,
  checkTemplateForm,
  templateIn,
  templateRequestFields,
} from '../templates/template-request.ts'
import { TextMessage, textOf, type MessageContent } from './message-content.ts'
import { checkTimes, sendOptions } from './send-options.ts'

const phoneNumber = z
  .string()
  .min(1)
  .max(50)
  .meta({ description: 'A phone number.', examples: ['+972546800360'] })

const { dryRun: _dryRun, ...options } = sendOptions

/** One message for each number in `to`: a template, or free text inside an open service window. */
export const OutboxDocument = z
  .strictObject({
    to: z.union([phoneNumber, z.array(phoneNumber).min(1).max(100)]).meta({
      description: 'A phone number, or up to a hundred: one message each.',
      examples: ['+972546800360', ['+972546800360', '+14155550100']],
    }),
    ...templateRequestFields,
    message: z
      .strictObject({
        type: z.literal('text').meta({ description: 'Free text.', examples: ['text'] }),
        text: TextMessage,
      })
      .exactOptional()
      .meta({ description: 'A free-form message, inside an open service window.' }),
    fallbackTemplate,
    track: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Write delivered and read into `delivery` too.', examples: [true] }),
    ...options,
  })
  .superRefine((document, context) => {
    if (templateIn(document)) checkTemplateForm(document, context)
  })
  .superRefine(checkFlatTemplate)
  .superRefine(checkTimes)
  .refine((document) => (templateIn(document) === undefined) !== (document.message === undefined), {
    error: 'must have exactly one of template and message',
  })
  .refine((document) => !templateIn(document) || !document.fallbackTemplate, {
    path: ['fallbackTemplate'],
    error: 'is for a free-form message: a template needs none',
  })
  .meta({ id: 'OutboxDocument' })
export type OutboxDocument = z.infer<typeof OutboxDocument>

/** The content of a document that was parsed: its template under its long names, or its text. */
export function outboxContentOf(document: OutboxDocument): MessageContent {
  const { message } = document
  if (message) return { type: 'text', text: textOf(message.text) }
  return { type: 'template', template: templateIn(document) as NonNullable<typeof document.template> }
}

/** A document that an app writes to its outbox to have a message sent. */
import { z } from 'zod'
import { parseRequest } from '../errors/parse-request.ts'
import { checkTimes, sendOptions } from './send-options.ts'
import { TemplateContent } from '../templates/template-content.ts'
import { templateFields } from '../templates/template-fields.ts'

const {
  templateName,
  languageCode,
  headerParameters,
  templateParameters,
  buttonParameters,
  ...moreTemplateFields
} = templateFields

const number = z
  .string()
  .min(1)
  .max(50)
  .meta({ description: 'A phone number.', examples: ['+972546800360'] })

const OutboxTemplate = z.strictObject({
  name: templateName,
  language: languageCode,
  header: headerParameters,
  parameters: z
    .array(
      z.union([
        z.string().transform((text) => ({ type: 'text' as const, text })),
        templateParameters.unwrap().element,
      ]),
    )
    .max(100)
    .exactOptional()
    .meta({
      description: 'The values of the body; a plain text is a text parameter.',
      examples: [['Ada', 'ORD-1']],
    }),
  buttons: buttonParameters,
  ...moreTemplateFields,
})

const { dryRun: _dryRun, ...options } = sendOptions

export const OutboxDocument = z
  .strictObject({
    to: z.union([number, z.array(number).min(1).max(100)]).meta({
      description: 'A phone number, or up to a hundred: one message each.',
      examples: ['+972546800360', ['+972546800360', '+14155550100']],
    }),
    template: OutboxTemplate.exactOptional().meta({ description: 'A template message.' }),
    message: z
      .strictObject({
        type: z.literal('text').meta({ description: 'Free text.', examples: ['text'] }),
        text: z.strictObject({
          body: z
            .string()
            .min(1)
            .max(4096)
            .meta({ description: 'The text.', examples: ['Your order is on its way.'] }),
          previewUrl: z
            .boolean()
            .exactOptional()
            .meta({ description: 'Show a preview of its first link.', examples: [true] }),
        }),
      })
      .exactOptional()
      .meta({ description: 'A free-form message, inside an open service window.' }),
    fallbackTemplate: OutboxTemplate.exactOptional().meta({
      description: 'The template to send instead of `message` when the service window is closed.',
      examples: [{ name: 'order_shipped', language: 'en_US' }],
    }),
    track: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Write delivered and read into `delivery` too.', examples: [true] }),
    ...options,
  })
  .superRefine(checkTimes)
  .refine(({ template, message }) => (template === undefined) !== (message === undefined), {
    error: 'must have exactly one of template and message',
  })
  .refine(({ template, fallbackTemplate }) => !template || !fallbackTemplate, {
    path: ['fallbackTemplate'],
    error: 'is for a free-form message: a template needs none',
  })
  .meta({ id: 'OutboxDocument' })
export type OutboxDocument = z.infer<typeof OutboxDocument>

/** The template of an outbox document in the words of the API. @throws WaypostError INVALID_REQUEST */
export const templateOf = ({
  name,
  language,
  header,
  parameters,
  buttons,
  ...more
}: z.infer<typeof OutboxTemplate>) =>
  parseRequest(TemplateContent, {
    ...more,
    templateName: name,
    languageCode: language,
    ...(header && { headerParameters: header }),
    ...(parameters && { templateParameters: parameters }),
    ...(buttons && { buttonParameters: buttons }),
  })

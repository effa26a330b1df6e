/** The body of `POST /v1/whatsapp/notify`: one template message to one recipient. */
import { z } from 'zod'
import { checkTimes, sendOptions } from './send-options.ts'
import { type TemplateContent } from '../templates/template-content.ts'
import { templateFields } from '../templates/template-fields.ts'
import { checkTemplate } from '../templates/template-rules.ts'

export const NotifyRequest = z
  .strictObject({
    phoneNumber: z
      .string()
      .min(1)
      .max(50)
      .exactOptional()
      .meta({
        description: 'The recipient in international form; spaces, dashes and brackets do not matter.',
        examples: ['+972546800360'],
      }),
    ...templateFields,
    ...sendOptions,
  })
  .superRefine(checkTemplate)
  .superRefine(checkTimes)
  .meta({
    id: 'NotifyRequest',
    examples: [
      {
        phoneNumber: '+972546800360',
        templateName: 'jaspers_market_image_cta_v1',
        languageCode: 'en_US',
        headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
        templateParameters: [{ type: 'text', text: 'Variable #1' }],
        buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
      },
    ],
  })
export type NotifyRequest = z.infer<typeof NotifyRequest>

/** The part of the request that says what the message says. */
export const templateContentOf = (request: NotifyRequest): TemplateContent =>
  Object.fromEntries(Object.entries(request).filter(([field]) => field in templateFields)) as TemplateContent

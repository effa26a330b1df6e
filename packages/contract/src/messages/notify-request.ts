/** The body of `POST /v1/whatsapp/notify`: one template message to one recipient. */
import { z } from 'zod'
import type { TemplateContent } from '../templates/template-content.ts'
import {
  checkFlatTemplate,
  checkTemplateForm,
  templateIn,
  templateRequestFields,
} from '../templates/template-request.ts'
import { checkTimes, sendOptions } from './send-options.ts'
import { sendTo } from './send-to.ts'

/** One template message. Name the recipient in `to` or in `phoneNumber`; without both, it is the default recipient. */
export const NotifyRequest = z
  .strictObject({
    to: sendTo.exactOptional(),
    phoneNumber: z
      .string()
      .min(1)
      .max(50)
      .exactOptional()
      .meta({
        description:
          'The same as `to` for a phone number: international format, spaces, dashes and brackets allowed.',
        examples: ['+972546800360'],
      }),
    ...templateRequestFields,
    ...sendOptions,
  })
  .superRefine(checkTemplateForm, { when: () => true })
  .refine(({ to, phoneNumber }) => to === undefined || phoneNumber === undefined, {
    path: ['phoneNumber'],
    error: 'is the same as to: write one of them',
  })
  .superRefine(checkFlatTemplate)
  .superRefine(checkTimes)
  .meta({
    id: 'NotifyRequest',
    anyOf: [{ required: ['templateName', 'languageCode'] }, { required: ['template'] }],
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

/** The template of a request that was parsed, under its long names. */
export const templateContentOf = (request: NotifyRequest): TemplateContent =>
  templateIn(request) as TemplateContent

/** The recipient of a request as it was written, and the field that names it (a JSON pointer), for errors. */
export const notifyRecipient = ({ to, phoneNumber }: NotifyRequest) =>
  to === undefined ? { to: phoneNumber, toField: '/phoneNumber' } : { to, toField: '/to' }

/** Free text: `POST /v1/sendText`, and the same as `GET /v1/sendText?session=&to=&text=`. */
import { z } from 'zod'
import { fallbackTemplate } from '../templates/fallback-template.ts'
import { sessionOrEmpty as session } from '../fields/session.ts'
import { textBody } from './message-content.ts'
import { checkTimes, sendOptions } from './send-options.ts'
import { sendTo } from './send-to.ts'

const previewUrl = z
  .boolean()
  .exactOptional()
  .meta({ description: 'Show a preview of its first link.', examples: [true] })

/** Free text to one recipient, with the options of every send. */
export const SendTextRequest = z
  .strictObject({ ...sendOptions, session, to: sendTo, text: textBody, previewUrl, fallbackTemplate })
  .superRefine(checkTimes)
  .meta({
    id: 'SendTextRequest',
    examples: [
      {
        session: 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c',
        to: '+972546800360',
        text: 'Your order is on its way.',
      },
    ],
  })
export type SendTextRequest = z.infer<typeof SendTextRequest>

const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .meta({ description, examples: ['true'] })
    .transform((word) => word === 'true')
    .exactOptional()

const { defaultCountry, sendAt, notAfter, ifUnknown } = sendOptions

/** The fields that fit into a URL; metadata, quiet hours and others need the POST. */
export const SendTextQuery = z
  .strictObject({
    session,
    to: z
      .string()
      .min(1)
      .max(50)
      .meta({ description: 'The phone number of the recipient.', examples: ['+972546800360'] })
      // An unescaped `+` in a query arrives as a space.
      .transform((written) => written.replace(/^ /, '+')),
    text: textBody,
    previewUrl: flag('Show a preview of its first link.'),
    defaultCountry,
    sendAt,
    notAfter,
    ifUnknown,
    dryRun: flag('Validate the request and return the payload for Meta, without sending.'),
  })
  .superRefine(checkTimes)
  .meta({ id: 'SendTextQuery' })
export type SendTextQuery = z.infer<typeof SendTextQuery>

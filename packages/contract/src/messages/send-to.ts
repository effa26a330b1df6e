/** The word `to`: the recipient of a message. */
import { z } from 'zod'
import { oneOfForms } from '../fields/one-of-forms.ts'

/** The recipient: a phone number, a WhatsApp user, or a Firebase user of this project. */
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
              'A business-scoped user id: how WhatsApp names a user who hides the phone number from you.',
            examples: ['US.13491208655302741918'],
          }),
      }),
      z.strictObject({
        uid: z
          .string()
          .min(1)
          .max(128)
          .meta({
            description:
              'A Firebase user id (uid). The message goes to the verified phone number of that user.',
            examples: ['Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1'],
          }),
      }),
      z.strictObject({
        conversation: z
          .string()
          .min(1)
          .max(50)
          .meta({
            description:
              'The id of a conversation: the message goes to its contact, through its session. The answer names the contact.',
            examples: ['cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'],
          }),
      }),
    ],
    oneOfForms(
      'must be a phone number, { bsuid } of a WhatsApp user, { uid } of a Firebase user, or { conversation }',
    ),
  )
  .meta({
    id: 'SendTo',
    description:
      'The recipient: a phone number in international format (spaces, dashes and brackets allowed), a WhatsApp user by `bsuid`, a Firebase user by `uid`, or the contact of a `conversation`.',
    examples: [
      '+972546800360',
      { bsuid: 'US.13491208655302741918' },
      { uid: 'Wd2kq0QbUSXlSnmQm6hJq2Tyn3z1' },
    ],
  })
/** The recipient of a message as it is written in a request. */
export type SendTo = z.infer<typeof sendTo>

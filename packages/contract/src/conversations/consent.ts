/** Opt-outs of a contact: `/v1/contacts/{id}/consent`. */
import { z } from 'zod'
import { optionalText } from '../fields/request-fields.ts'
import { session } from '../fields/session.ts'
import { instant, sessionId } from '../fields/view-fields.ts'

const consentCategory = z.enum(['marketing', 'all']).meta({
  description:
    'Which messages: `marketing`, or `all`: everything except free-form replies to a contact who wrote after the opt-out.',
  examples: ['all'],
})
const consentSource = z.enum(['keyword', 'user_preferences', 'meta_error', 'api']).meta({
  description:
    "How it is known: a word the contact wrote, its setting in WhatsApp, Meta's refusal of a send, or this API.",
  examples: ['keyword'],
})

/** What is known of one category. */
const CategoryConsent = z
  .object({
    optedOut: z
      .boolean()
      .meta({ description: 'Whether the contact opted out of this category.', examples: [true] }),
    at: instant('When the contact opted out last.').optional(),
    source: consentSource.optional(),
    text: z
      .string()
      .optional()
      .meta({
        description: 'The text of the contact, or the note of the caller who recorded it.',
        examples: ['STOP'],
      }),
    liftedAt: instant('When the contact opted in again.').optional(),
  })
  .meta({ id: 'CategoryConsent' })

/** The consent of one contact on one session, by category. */
export const ConsentView = z
  .object({
    contact: z.string().meta({
      description: 'The phone number (E.164) or business-scoped user id.',
      examples: ['+972546800360'],
    }),
    session: sessionId,
    conversation: z
      .string()
      .optional()
      .meta({
        description: 'The conversation with the contact; absent while there is none.',
        examples: ['cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    marketing: CategoryConsent.meta({
      description: 'Advertising.',
      examples: [{ optedOut: false }],
    }),
    all: CategoryConsent.meta({
      description: 'Everything that you initiate, one-time codes included.',
      examples: [{ optedOut: true, at: '2027-01-31T18:00:00.000Z', source: 'keyword', text: 'STOP' }],
    }),
  })
  .meta({ id: 'ConsentView' })
export type ConsentView = z.infer<typeof ConsentView>

/** The query of everything below `/v1/contacts/{id}`. */
export const ContactQuery = z.strictObject({
  session: session.meta({
    description:
      'The session (sender) that the contact belongs to. Optional with the id of a conversation, and when the caller has exactly one session or a default is set.',
    examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
  }),
})
export type ContactQuery = z.infer<typeof ContactQuery>

/** The body of `PUT /v1/contacts/{id}/consent`. */
export const SetConsentRequest = z
  .strictObject({
    optedOut: z
      .boolean()
      .meta({ description: 'False withdraws an opt-out; only with proof of consent.', examples: [true] }),
    category: consentCategory.default('all'),
    text: optionalText('How the consent is known.', 'Asked on the phone', 100),
  })
  .meta({ id: 'SetConsentRequest' })
export type SetConsentRequest = z.infer<typeof SetConsentRequest>

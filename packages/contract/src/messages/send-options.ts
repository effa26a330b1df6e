import { z } from 'zod'
import { Instant } from '../fields/instant.ts'
import { session } from '../fields/session.ts'

const instant = (description: string) =>
  Instant.exactOptional().meta({ description, examples: ['2027-01-31T18:00:00Z'] })

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 22:00')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Firestore keeps these names for itself. https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
const RESERVED_KEY = /^__.*__$/s

/** The options of every send. */
export const sendOptions = {
  session,
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166), such as IL')
    .exactOptional()
    .meta({ description: 'The country of a number in national form.', examples: ['IL'] }),
  sendAt: instant('When to send it; by default now.'),
  notAfter: instant('The message expires at this time if it is not sent before.'),
  ifUnknown: z
    .enum(['resend', 'fail'])
    .exactOptional()
    .meta({
      description:
        "When Meta's answer was lost and no status came: `fail` (the default) leaves the message `unknown`; `resend` sends it once more, so the contact may get it twice.",
      examples: ['resend'],
    }),
  cancelOn: z
    .array(z.enum(['reply']))
    .max(1)
    .exactOptional()
    .meta({
      description: 'Cancel the message when the contact replies while it is pending.',
      examples: [['reply']],
    }),
  quietHours: z
    .strictObject({
      from: timeOfDay.meta({ description: 'The beginning.', examples: ['22:00'] }),
      to: timeOfDay.meta({ description: 'The end.', examples: ['08:00'] }),
      timeZone: z
        .string()
        .refine(isTimeZone, 'must be an IANA time zone, such as Asia/Jerusalem')
        .exactOptional()
        .meta({
          description: "The time zone; by default that of the recipient's country.",
          examples: ['Asia/Jerusalem'],
        }),
    })
    .meta({ id: 'QuietHours' })
    .exactOptional()
    .meta({
      description: 'Quiet hours of the recipient: the message is delayed until they end.',
      examples: [{ from: '22:00', to: '08:00' }],
    }),
  metadata: z
    .record(
      z
        .string()
        .min(1)
        .max(40, 'has a key of more than 40 characters')
        .refine((key) => !RESERVED_KEY.test(key), 'has a key like __this__: such names are reserved'),
      z
        .string()
        .max(500)
        .meta({ description: 'Up to 500 characters.', examples: ['1042'] }),
    )
    .refine((pairs) => Object.keys(pairs).length <= 16, { error: 'must have at most 16 pairs' })
    .exactOptional()
    .meta({
      description:
        'Your own key-value pairs, 16 at most. They are returned with the message and its events, and never sent to WhatsApp.',
      examples: [{ orderId: '1042' }],
    }),
  dryRun: z
    .boolean()
    .exactOptional()
    .meta({
      description: 'Validate the request and return the payload for Meta, without sending.',
      examples: [true],
    }),
}

/** For `superRefine`: a message cannot be due after it has expired. */
export function checkTimes(
  options: { sendAt?: string; notAfter?: string },
  context: z.core.$RefinementCtx,
): void {
  const { sendAt, notAfter } = options
  if (sendAt === undefined || notAfter === undefined || Date.parse(notAfter) > Date.parse(sendAt)) return
  context.addIssue({ code: 'custom', path: ['notAfter'], message: 'must be later than sendAt' })
}

/** API keys over the API: what may be asked of them and what is shown. A secret is in one answer only. */
import { z } from 'zod'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { optionalInstant, paging } from '../fields/request-fields.ts'
import { instant, instantOrNull, pageOf } from '../fields/view-fields.ts'

/** What a key may be allowed to do. */
export const keyScopes = ['send', 'send:get', 'read', 'sessions', 'templates', 'webhooks', 'admin'] as const

const scopes = z.array(z.enum(keyScopes)).meta({
  description: 'What it may do; `admin` sees and steers everything.',
  examples: [['send', 'read']],
})
const sessions = z
  .union(
    [z.literal('all'), z.array(z.string().min(1).max(100)).min(1).max(100)],
    oneOfForms('must be all, or a list of session ids'),
  )
  .meta({
    description: 'The senders it may use, by id; `all`: all of its owner.',
    examples: ['all', ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c']],
  })
const mode = z.enum(['live', 'test']).meta({
  description: 'What a `test` key sends never reaches Meta.',
  examples: ['live'],
})
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta({ description: 'For people.', examples: ['Web shop'] })
const owner = z
  .string()
  .regex(/^[\w:.@-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, colons, dashes or underscores')
  .meta({
    description: 'Whose messages it sends and sees: a word of yours, or `user:<uid>`.',
    examples: ['shop'],
  })
const limits = z
  .strictObject({
    requestsPer15Minutes: z
      .int()
      .min(1)
      .max(1_000_000)
      .exactOptional()
      .meta({ description: 'Requests in any 15 minutes.', examples: [5000] }),
  })
  .meta({ description: 'Limits of its own, in the place of the installation’s.', examples: [{}] })

const endsAt = optionalInstant(
  'When it ends by itself; without one it lasts until it is revoked.',
  '2028-01-31T00:00:00Z',
)

/** The body of `POST /v1/keys`. */
export const CreateKeyRequest = z
  .strictObject({
    name,
    owner,
    mode: mode.default('live'),
    scopes: scopes.min(1),
    sessions: sessions.default('all'),
    expiresAt: endsAt,
    limits: limits.exactOptional(),
  })
  .meta({ id: 'CreateKeyRequest' })
export type CreateKeyRequest = z.infer<typeof CreateKeyRequest>

/** The body of `POST /v1/keys/{id}/roll`. */
export const RollKeyRequest = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(720)
      .default(24)
      .meta({ description: 'How long the old secret still counts.', examples: [24] }),
    expiresAt: endsAt.meta({
      description: 'When the new one ends; without it, when the old one would have.',
      examples: ['2028-01-31T00:00:00Z'],
    }),
  })
  .meta({ id: 'RollKeyRequest' })
export type RollKeyRequest = z.infer<typeof RollKeyRequest>

/** The query of `GET /v1/keys`. */
export const ListKeysQuery = z.strictObject(paging)
export type ListKeysQuery = z.infer<typeof ListKeysQuery>

const keyId = z.string().meta({ description: 'Its id.', examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'] })

const shown = {
  id: keyId,
  name,
  owner,
  mode,
  scopes,
  sessions,
  limits: limits.optional(),
  prefix: z.string().meta({ description: 'The beginning of the secret.', examples: ['wp_live_3fQx'] }),
  lastFour: z.string().meta({ description: 'The end of it.', examples: ['9aZk'] }),
  state: z.enum(['active', 'ending', 'expired', 'revoked']).meta({
    description: '`ending`: it was rolled and still counts until `expiresAt`.',
    examples: ['active'],
  }),
  createdAt: instant('When it was made.'),
  createdBy: z
    .string()
    .optional()
    .meta({ description: 'Who made it.', examples: ['user:4kFvQ2'] }),
  expiresAt: instantOrNull('When it ends.'),
  revokedAt: instantOrNull('When it was revoked.'),
  rolledFrom: keyId.optional().meta({
    description: 'The key whose place it takes.',
    examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'],
  }),
  rolledTo: keyId.optional().meta({
    description: 'The key that takes its place.',
    examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'],
  }),
  lastUsedAt: instantOrNull('When it was last used, to about a minute.'),
  uses: z
    .int()
    .min(0)
    .meta({ description: 'Requests made with it; a few may be missing.', examples: [1204] }),
}

/** An API key as it is shown: everything but its secret. */
export const KeyView = z.object(shown).meta({ id: 'KeyView' })
export type KeyView = z.infer<typeof KeyView>

/** The answer that has the secret: to the making of a key, and to the rolling of one. */
export const NewKeyAnswer = z
  .object({
    ...shown,
    secret: z.string().meta({
      description: 'The key itself. It is nowhere else: keep it now.',
      examples: ['wp_live_0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab'],
    }),
  })
  .meta({ id: 'NewKeyAnswer' })
export type NewKeyAnswer = z.infer<typeof NewKeyAnswer>

/** One page of keys, the youngest first. */
export const KeyList = pageOf(KeyView, 'The keys, the youngest first.').meta({ id: 'KeyList' })
export type KeyList = z.infer<typeof KeyList>

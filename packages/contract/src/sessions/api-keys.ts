/** API keys over the API. A secret is in one answer only. */
import { z } from 'zod'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { optionalInstant, paging } from '../fields/request-fields.ts'
import { instant, instantOrNull, pageOf } from '../fields/view-fields.ts'

/** The scopes of API keys. */
export const keyScopes = ['send', 'send:get', 'read', 'sessions', 'templates', 'webhooks', 'admin'] as const

const scopes = z.array(z.enum(keyScopes)).meta({
  description: 'The scopes; `admin` may read and change everything.',
  examples: [['send', 'read']],
})
const sessions = z
  .union(
    [z.literal('all'), z.array(z.string().min(1).max(100)).min(1).max(100)],
    oneOfForms('must be all, or a list of session ids'),
  )
  .meta({
    description: 'The sessions it may use, by id; `all`: all sessions of its owner.',
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
    description: 'The owner whose messages it sends and reads: a name you choose, or `user:<uid>`.',
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
  .meta({ description: 'Its own limits, instead of those of the installation.', examples: [{}] })

const endsAt = optionalInstant(
  'When it expires; without it, the key is valid until revoked.',
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
      .meta({ description: 'How many hours the old secret stays valid.', examples: [24] }),
    expiresAt: endsAt.meta({
      description: 'When the new key expires; by default when the old one would have.',
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
    description: '`ending`: it was rotated and stays valid until `expiresAt`.',
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
    description: 'The key it replaces.',
    examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'],
  }),
  rolledTo: keyId.optional().meta({
    description: 'The key that replaces it.',
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

/** The answer with the secret: to the creation of a key, and to its rotation. */
export const NewKeyAnswer = z
  .object({
    ...shown,
    secret: z.string().meta({
      description: 'The secret. It is shown only here: store it now.',
      examples: ['wp_live_0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab'],
    }),
  })
  .meta({ id: 'NewKeyAnswer' })
export type NewKeyAnswer = z.infer<typeof NewKeyAnswer>

/** One page of keys, newest first. */
export const KeyList = pageOf(KeyView, 'The keys, newest first.').meta({ id: 'KeyList' })
export type KeyList = z.infer<typeof KeyList>

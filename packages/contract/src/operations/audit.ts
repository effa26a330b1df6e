/** Who did what, over the API. */
import { z } from 'zod'
import { optionalInstant, optionalText, paging } from '../fields/request-fields.ts'
import { sessionFilter } from '../fields/session.ts'
import { instant, pageOf } from '../fields/view-fields.ts'

/** The query of `GET /v1/audit`. */
export const ListAuditQuery = z.strictObject({
  action: optionalText('Only acts of this kind.', 'key.created'),
  actor: optionalText('Only those of this user or key.', 'user:4kFvQ2'),
  target: optionalText('Only those done to this.', 'key_01k9m3v5xq8r7t2w4y6z1a3b5c'),
  session: sessionFilter,
  since: optionalInstant('Only those at or after this instant.', '2027-01-31T18:00:00Z'),
  until: optionalInstant('Only those before this instant.', '2027-02-01T18:00:00Z'),
  ...paging,
})
export type ListAuditQuery = z.infer<typeof ListAuditQuery>

/** Something that somebody did. */
export const AuditEntry = z
  .object({
    id: z.string().meta({ description: 'Its id.', examples: ['aud_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    at: instant('When.'),
    action: z.string().meta({ description: 'What: thing first, then the act.', examples: ['key.created'] }),
    outcome: z.enum(['done', 'failed']).meta({
      description: '`failed`: the action was refused; `code` in the details is the error code.',
      examples: ['done'],
    }),
    actor: z.string().meta({
      description: 'Who: `user:<uid>`, or the id of an API key.',
      examples: ['user:4kFvQ2'],
    }),
    target: z.string().meta({
      description: 'To what: an id.',
      examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
    session: z
      .string()
      .optional()
      .meta({ description: 'The sender concerned.', examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).meta({
      description: 'What else is to be said; never a secret or a whole phone number.',
      examples: [{ scopes: 'send read' }],
    }),
    ip: z.string().meta({ description: 'From where; empty: unknown.', examples: ['203.0.113.9'] }),
    requestId: z.string().meta({
      description: 'The request, as it is in logs and answers.',
      examples: ['req_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** One page of the audit log, the youngest first. */
export const AuditList = pageOf(AuditEntry, 'The entries, the youngest first.').meta({ id: 'AuditList' })
export type AuditList = z.infer<typeof AuditList>

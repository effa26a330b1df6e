/** The audit log over the API. */
import { z } from 'zod'
import { optionalInstant, optionalText, paging } from '../fields/request-fields.ts'
import { sessionFilter } from '../fields/session.ts'
import { instant, pageOf } from '../fields/view-fields.ts'

/** The query of `GET /v1/audit`. */
export const ListAuditQuery = z.strictObject({
  action: optionalText('Only entries with this action.', 'key.created'),
  actor: optionalText('Only entries of this user or key.', 'user:4kFvQ2'),
  target: optionalText('Only entries about this target.', 'key_01k9m3v5xq8r7t2w4y6z1a3b5c'),
  session: sessionFilter,
  since: optionalInstant('Only entries at or after this instant.', '2027-01-31T18:00:00Z'),
  until: optionalInstant('Only entries before this instant.', '2027-02-01T18:00:00Z'),
  ...paging,
})
export type ListAuditQuery = z.infer<typeof ListAuditQuery>

/** One entry of the audit log. */
export const AuditEntry = z
  .object({
    id: z.string().meta({ description: 'Its id.', examples: ['aud_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    at: instant('When.'),
    action: z.string().meta({ description: 'The action: subject, then verb.', examples: ['key.created'] }),
    outcome: z.enum(['done', 'failed']).meta({
      description: '`failed`: the action was refused; `code` in the details is the error code.',
      examples: ['done'],
    }),
    actor: z.string().meta({
      description: 'Who: `user:<uid>`, or the id of an API key.',
      examples: ['user:4kFvQ2'],
    }),
    target: z.string().meta({
      description: 'The id of the target.',
      examples: ['key_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
    session: z
      .string()
      .optional()
      .meta({ description: 'The session concerned.', examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).meta({
      description: 'Further details; never a secret or a full phone number.',
      examples: [{ scopes: 'send read' }],
    }),
    ip: z.string().meta({ description: 'The IP address; empty: unknown.', examples: ['203.0.113.9'] }),
    requestId: z.string().meta({
      description: 'The request, as it is in logs and answers.',
      examples: ['req_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** One page of the audit log, newest first. */
export const AuditList = pageOf(AuditEntry, 'The entries, newest first.').meta({ id: 'AuditList' })
export type AuditList = z.infer<typeof AuditList>

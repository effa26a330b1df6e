/** Recipients and templates of plain signed-in users. */
import { z } from 'zod'
import { templateFields } from '../templates/template-fields.ts'

const who = z.enum(['self', 'claim', 'any'])

const others = z.enum(['none', ...who.options]).meta({
  description:
    'Templates that are not listed: a plain user may send `none`, only to their own verified number (`claim`, `self`), or to `any` recipient.',
  examples: ['claim'],
})

const templates = z
  .record(templateFields.templateName, who)
  .refine((named) => Object.keys(named).length <= 500, 'may name 500 templates at most')
  .meta({
    description: 'By template name: the recipients a plain user may send it to.',
    examples: [{ order_shipped: 'any', login_code: 'claim' }],
  })

/** The body of `PUT /v1/settings/notify-policy`: the whole policy. */
export const NotifyPolicyRequest = z.strictObject({ others, templates }).meta({ id: 'NotifyPolicyRequest' })
export type NotifyPolicyRequest = z.infer<typeof NotifyPolicyRequest>

/** The notify policy in force, and where it comes from. */
export const NotifyPolicyView = z
  .object({
    others,
    templates,
    source: z.enum(['settings', 'parameter']).meta({
      description: 'Whether it was set over the API, or is that of NOTIFY_POLICY.',
      examples: ['settings'],
    }),
    updatedAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'When it was set.', examples: ['2027-01-31T18:00:00.000Z'] }),
    updatedBy: z
      .string()
      .optional()
      .meta({ description: 'By whom.', examples: ['user:uid1'] }),
  })
  .meta({ id: 'NotifyPolicyView' })
export type NotifyPolicyView = z.infer<typeof NotifyPolicyView>

/** Approved templates over the API: list the local copies, sync them, preview one. */
import { z } from 'zod'
import { optionalText, paging } from '../fields/request-fields.ts'
import { sessionFilter } from '../fields/session.ts'
import { templateFields } from './template-fields.ts'
import { checkTemplate } from './template-rules.ts'
import { count, instant, pageOf } from '../fields/view-fields.ts'

const { templateName, ...fillFields } = templateFields

const session = sessionFilter.meta({
  description: 'Only templates of the WhatsApp Business Account of this session.',
  examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
})

/** The query of `GET /v1/templates`. */
export const ListTemplatesQuery = z.strictObject({
  session,
  name: optionalText('Only those with this name.', 'order_shipped', 512),
  language: optionalText('Only those in this language, as Meta writes it.', 'en_US', 20),
  status: optionalText("Only those in this status, Meta's word in capitals.", 'APPROVED', 40),
  ...paging,
})
export type ListTemplatesQuery = z.infer<typeof ListTemplatesQuery>

const name = z.string().meta({ description: 'Its name.', examples: ['order_shipped'] })
const language = z
  .string()
  .meta({ description: 'Its language, exactly as a send must name it.', examples: ['en_US'] })
const status = z.string().meta({
  description: "Meta's status. Only `APPROVED` templates can be sent; `DELETED`: no longer at Meta.",
  examples: ['APPROVED'],
})
const category = z.string().meta({
  description: "Meta's category, which decides price and rules.",
  examples: ['UTILITY'],
})

/** The local copy of a template. */
export const TemplateView = z
  .object({
    id: z
      .string()
      .meta({ description: 'The id of the local copy.', examples: ['tpl_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    name,
    language,
    status,
    category,
    parameterFormat: z.enum(['POSITIONAL', 'NAMED']).meta({
      description: 'Whether its placeholders are numbered or named.',
      examples: ['POSITIONAL'],
    }),
    components: z.array(z.record(z.string(), z.json())).meta({
      description: "Header, body, footer, buttons …, in Meta's own form.",
      examples: [[{ type: 'BODY', text: 'Your order {{1}} has been shipped and arrives on {{2}}.' }]],
    }),
    quality: z
      .string()
      .optional()
      .meta({ description: "Meta's quality rating.", examples: ['GREEN'] }),
    rejectedReason: z
      .string()
      .optional()
      .meta({ description: 'Why Meta rejected it.', examples: ['TAG_CONTENT_MISMATCH'] }),
    wabaId: z
      .string()
      .meta({ description: "Meta's id of its WhatsApp Business Account.", examples: ['102290129340398'] }),
    metaId: z.string().meta({ description: "Meta's id of it.", examples: ['594425479261596'] }),
    syncedAt: instant('When this copy was last read from Meta.'),
  })
  .meta({ id: 'TemplateView' })
export type TemplateView = z.infer<typeof TemplateView>

/** One page of templates, by name. */
export const TemplateList = pageOf(TemplateView, 'The templates, by name.').meta({ id: 'TemplateList' })
export type TemplateList = z.infer<typeof TemplateList>

/** The body of `POST /v1/templates/sync`. */
export const SyncTemplatesRequest = z.strictObject({ session }).meta({ id: 'SyncTemplatesRequest' })

/** The result of a sync, by account. */
export const TemplateSync = z
  .object({
    data: z.array(
      z.object({
        wabaId: z.string().meta({
          description: "Meta's id of the WhatsApp Business Account.",
          examples: ['102290129340398'],
        }),
        listed: count('Templates that Meta lists.', 21),
        changed: count('Templates that are new or changed.', 2),
        gone: count('Templates that Meta no longer lists.', 0),
      }),
    ),
  })
  .meta({ id: 'TemplateSync' })
export type TemplateSync = z.infer<typeof TemplateSync>

/** The body of `POST /v1/templates/{name}/preview`: a send without its recipient. */
export const PreviewTemplateRequest = z
  .strictObject({ session, ...fillFields })
  .superRefine((fill, context) => checkTemplate({ ...fill, templateName: '' }, context))
  .meta({ id: 'PreviewTemplateRequest' })
export type PreviewTemplateRequest = z.infer<typeof PreviewTemplateRequest>

/** The name of a template in a path. */
export const TemplateName = templateName

const Filled = z.object({
  header: z
    .object({
      type: z.string().meta({ description: 'Text, or what kind of media.', examples: ['text'] }),
      text: z
        .string()
        .optional()
        .meta({ description: 'Of a text: what is shown.', examples: ['Reminder for Dana'] }),
      value: z
        .record(z.string(), z.json())
        .optional()
        .meta({ description: 'Of anything else: what was given.', examples: [{ id: '1013859600285441' }] }),
    })
    .optional(),
  offer: z
    .string()
    .optional()
    .meta({ description: 'The title of a limited-time offer.', examples: ['Spring offer'] }),
  body: z.string().meta({
    description: 'The text, its values filled in.',
    examples: ['Your order 1042 has been shipped and arrives on Monday. Thank you!'],
  }),
  footer: z
    .string()
    .optional()
    .meta({ description: 'The footer.', examples: ['Reply STOP to opt out'] }),
  buttons: z.array(
    z.object({
      index: z.int().meta({ description: 'Its position.', examples: [0] }),
      type: z.string().meta({ description: "Meta's word for its kind.", examples: ['URL'] }),
      text: z.string().meta({ description: 'Its label.', examples: ['Order now'] }),
      value: z
        .string()
        .optional()
        .meta({
          description: 'What it opens, copies or sends back.',
          examples: ['https://example.com/orders/ORD-1'],
        }),
    }),
  ),
})

/** A template with its values filled in, as its recipient would see it. */
export const TemplatePreview = z
  .object({ name, language, status, category, ...Filled.shape, cards: z.array(Filled).optional() })
  .meta({ id: 'TemplatePreview' })
export type TemplatePreview = z.infer<typeof TemplatePreview>

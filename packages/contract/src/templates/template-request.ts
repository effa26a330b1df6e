/** A template in a request: under `template`, or field by field beside the other fields, as clients of notify send it. */
import type { z } from 'zod'
import { TemplateContent } from './template-content.ts'
import { templateFields, type TemplateFields } from './template-fields.ts'
import { checkTemplate } from './template-rules.ts'

const { templateName, languageCode } = templateFields

/** The fields of both forms. */
export const templateRequestFields = {
  template: TemplateContent.exactOptional().meta({
    description: 'The template. The same fields may stand beside `to` instead, as `templateName` and so on.',
    examples: [{ name: 'order_shipped', language: 'en_US', parameters: ['Ada', 'ORD-1'] }],
  }),
  ...templateFields,
  templateName: templateName.exactOptional(),
  languageCode: languageCode.exactOptional(),
}

type TemplateRequest = { template?: TemplateContent } & Partial<TemplateFields>

const flatNames = Object.keys(templateFields)

/** Whether any field of a template stands beside the others. */
const isFlat = (request: object): boolean => flatNames.some((name) => name in request)

/** The template of a request, whichever form it has; undefined: it has none. */
export function templateIn(request: TemplateRequest): TemplateContent | undefined {
  if (request.template) return request.template
  if (!isFlat(request)) return undefined
  return Object.fromEntries(
    Object.entries(request).filter(([field]) => field in templateFields),
  ) as TemplateContent
}

/** For `superRefine`, beside other faults: one form alone, and name and language in the flat one. */
export function checkTemplateForm(request: unknown, { issues, addIssue }: z.core.$RefinementCtx): void {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return
  const has = (name: string) => name in request || issues.some(({ path }) => path?.[0] === name)
  if (has('template')) {
    for (const path of flatNames.filter((name) => name in request))
      addIssue({ code: 'custom', path: [path], message: 'belongs into template: write it there' })
    return
  }
  const missing = ['templateName', 'languageCode'].filter((name) => !has(name))
  issues.unshift(
    ...missing.map((name) => ({
      code: 'custom' as const,
      input: request,
      path: [name],
      message: 'is required',
    })),
  )
}

/** For `superRefine`: the rules between the fields of the flat form; the other one checks itself. */
export function checkFlatTemplate(request: TemplateRequest, context: z.core.$RefinementCtx): void {
  if (request.template) return
  const content = templateIn(request)
  if (content) checkTemplate(content, context)
}

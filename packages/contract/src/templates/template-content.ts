/** The content of a template message: the template, and the values that fill it. */
import { z } from 'zod'
import { templateFields } from './template-fields.ts'
import { longNames, withLongNames, writtenNames } from './template-names.ts'
import { checkTemplate } from './template-rules.ts'

const { templateName, languageCode, headerParameters, templateParameters, buttonParameters } = templateFields

/** One of the two spellings of a field. */
const spelling = <Field extends z.ZodType>(field: Field, other: string) => {
  const { description = '', ...meta } = field.meta() ?? {}
  return field.exactOptional().meta({ ...meta, description: `${description} Or write \`${other}\`.` })
}

const required = [
  ['templateName', 'name'],
  ['languageCode', 'language'],
] as const

/**
 * A template under a key of its own: `template`, `fallbackTemplate`. Each field is read under its long name, as in a
 * notification, or its short one, as in an outbox document; the result has the long names.
 */
export const TemplateContent = z
  .strictObject({
    ...templateFields,
    templateName: spelling(templateName, 'name'),
    name: spelling(templateName, 'templateName'),
    languageCode: spelling(languageCode, 'language'),
    language: spelling(languageCode, 'languageCode'),
    header: spelling(headerParameters.unwrap(), 'headerParameters'),
    parameters: spelling(templateParameters.unwrap(), 'templateParameters'),
    buttons: spelling(buttonParameters.unwrap(), 'buttonParameters'),
  })
  .superRefine(checkSpellings, { when: () => true })
  .superRefine((fields, context) => checkTemplate(withLongNames(fields), context, writtenNames(fields)))
  .transform(withLongNames)
  .meta({
    id: 'TemplateContent',
    description: 'A template and its values. Each field has a long name and a short one; write one of them.',
    anyOf: required[0].flatMap((name) => required[1].map((language) => ({ required: [name, language] }))),
  })
export type TemplateContent = z.infer<typeof TemplateContent>

/** Each field in one spelling, and the required ones in one of them. Runs beside other faults, to report all at once. */
function checkSpellings(fields: unknown, { issues, addIssue }: z.core.$RefinementCtx): void {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return
  const has = (name: string) => name in fields || issues.some(({ path }) => path?.[0] === name)
  for (const [short, long] of Object.entries(longNames))
    if (has(short) && has(long))
      addIssue({ code: 'custom', path: [short], message: `is the same as ${long}: write one of them` })
  const missing = required.filter((names) => !names.some(has))
  issues.unshift(
    ...missing.map(([name]) => ({
      code: 'custom' as const,
      input: fields,
      path: [name],
      message: 'is required',
    })),
  )
}

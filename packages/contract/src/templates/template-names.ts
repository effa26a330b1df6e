/**
 * The two spellings of a template's fields: `template.name` as in an outbox document, `templateName` as in a
 * notification. Both are read in every place that takes a template.
 */
import type { TemplateFields } from './template-fields.ts'

/** The long name of each field, by its short one. */
export const longNames = {
  name: 'templateName',
  language: 'languageCode',
  header: 'headerParameters',
  parameters: 'templateParameters',
  buttons: 'buttonParameters',
} as const satisfies Record<string, keyof TemplateFields>

const isShort = (field: string): field is keyof typeof longNames => Object.hasOwn(longNames, field)

/** The same fields under their long names. */
export const withLongNames = (fields: object): TemplateFields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [isShort(field) ? longNames[field] : field, value]),
  ) as TemplateFields

/** What each long name is written as in these fields, for the path of a fault. */
export const writtenNames = (fields: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(fields)
      .filter(isShort)
      .map((field) => [longNames[field], field]),
  )

/** What a template message says: which template, and what fills it. */
import type { z } from 'zod'
import { TemplateFields } from './template-fields.ts'
import { checkTemplate } from './template-rules.ts'

export const TemplateContent = TemplateFields.meta({ id: 'TemplateContent' }).superRefine(checkTemplate)
export type TemplateContent = z.infer<typeof TemplateContent>

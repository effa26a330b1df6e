import { z } from 'zod'
import { characterCount } from '../fields/character-count.ts'

/**
 * Text that fills a placeholder of a template. Meta refuses line breaks, tabs, more than four spaces in a row
 * and empty text (132012, 132018, 131008), sometimes minutes later; we say so at once.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 */
export const parameterText = (maxLength: number) =>
  z.string().superRefine((text, context) => {
    const fault = textFault(text, maxLength)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })

/** A code that the recipient copies. Meta takes 15 characters at most. */
export const copyableCode = z.string().regex(/^\S{1,15}$/u, 'must have 1 to 15 characters and no spaces')

/** Spaces, and characters that show nothing: format characters, Braille blank, Hangul fillers. */
const BLANK = /^[\s\p{Cf}\u2800\u115F\u1160\u3164\uFFA0]*$/u

function textFault(text: string, maxLength: number): string | undefined {
  if (BLANK.test(text)) return 'must not be empty: WhatsApp refuses a parameter without text'
  if (/[\n\r\t\u2028\u2029]/.test(text))
    return 'must not contain line breaks or tabs: WhatsApp refuses them in parameters'
  if (/ {5}/.test(text)) return 'must not contain more than four spaces in a row'
  if (characterCount(text) > maxLength) return `must have at most ${String(maxLength)} characters`
  return undefined
}

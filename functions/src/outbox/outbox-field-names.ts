import { asObject } from '../kernel/untrusted-json.ts'

/** Template fields in the short spelling of `template`, by their long names. */
const shortNames: Readonly<Record<string, string>> = {
  templateName: 'name',
  languageCode: 'language',
  headerParameters: 'header',
  templateParameters: 'parameters',
  buttonParameters: 'buttons',
}
const NAME = new RegExp(`(?<![.\\w])(?:${Object.keys(shortNames).join('|')})\\b`, 'g')

/**
 * An error sentence with the field names of the document it is written to: a check of the template names fields by
 * their long names, and the document may have the short ones.
 */
export function inOutboxWords(message: string, document: unknown): string {
  const { template } = asObject(document)
  if (typeof template !== 'object' || template === null) return message
  const isLong = 'templateName' in template
  return message.replace(NAME, (long) => {
    const short = shortNames[long] ?? long
    return `template.${long in template || (isLong && !(short in template)) ? long : short}`
  })
}

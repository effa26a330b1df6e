/** What the fields of a template are called in an outbox document, by what they are called in the API. */
const names: Readonly<Record<string, string>> = {
  templateName: 'template.name',
  languageCode: 'template.language',
  headerParameters: 'template.header',
  templateParameters: 'template.parameters',
  buttonParameters: 'template.buttons',
}
const NAME = new RegExp(`\\b(?:${Object.keys(names).join('|')})\\b`, 'g')

/** A sentence of an error in the words of the document it is written to. */
export const withOutboxFieldNames = (message: string): string =>
  message.replace(NAME, (name) => names[name] ?? name)

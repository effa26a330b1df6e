/** Template fields of an outbox document, by their names in the API. */
const names: Readonly<Record<string, string>> = {
  templateName: 'template.name',
  languageCode: 'template.language',
  headerParameters: 'template.header',
  templateParameters: 'template.parameters',
  buttonParameters: 'template.buttons',
}
const NAME = new RegExp(`\\b(?:${Object.keys(names).join('|')})\\b`, 'g')

/** Replaces API field names in an error text by those of the outbox document. */
export const withOutboxFieldNames = (message: string): string =>
  message.replace(NAME, (name) => names[name] ?? name)

/** What fills each part of a template, as TypeScript. The words of the types are in `prelude.ts`. */
import { placeholders } from '../../../functions/src/templates/placeholders.ts'
import type { TemplateButton, TemplateParts } from '../../../functions/src/templates/template-parts.ts'

/** A member of a type: its name with `?` where it may be left out, and its type. */
export type Member = readonly [name: string, type: string]

/** A text as a literal. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/** The members of what fills a template or a card of it; parts that it does not have may not be there. */
export function fillMembers(parts: TemplateParts, named: boolean): Member[] {
  return [headerMember(parts.header, named), bodyMember(parts.body, named), buttonsMember(parts.buttons)]
}

const headerTypes: Readonly<Record<string, string>> = {
  IMAGE: 'ImageHeader',
  VIDEO: 'VideoHeader',
  DOCUMENT: 'DocumentHeader',
  LOCATION: 'LocationHeader',
  PRODUCT: 'ProductHeader',
}

function headerMember(header: TemplateParts['header'], named: boolean): Member {
  const absent: Member = ['headerParameters?', 'never']
  if (!header) return absent
  if (header.format !== 'TEXT') {
    const type = headerTypes[header.format]
    // A format of another time: whatever it takes, Waypost has no word for it.
    return type === undefined ? absent : ['headerParameters', type]
  }
  const [name] = placeholders(header.text)
  return name === undefined ? absent : ['headerParameters', `TextHeader${named ? `<${literal(name)}>` : ''}`]
}

function bodyMember(body: string | undefined, named: boolean): Member {
  // Meta did not say: anything may fit.
  if (body === undefined) return ['templateParameters?', 'Value[]']
  const names = placeholders(body)
  if (names.length === 0) return ['templateParameters?', 'never']
  const values = names.map((name) => (named ? `Value<${literal(name)}>` : 'Value'))
  return ['templateParameters', `[${values.join(', ')}]`]
}

function buttonsMember(buttons: readonly TemplateButton[]): Member {
  const needed = buttons.flatMap((button, index) => neededButton(button, index) ?? [])
  const possible = buttons.flatMap((button, index) => possibleButton(button, index) ?? [])
  if (needed.length === 0 && possible.length === 0) return ['buttonParameters?', 'never']
  if (needed.length === 0) return ['buttonParameters?', `(${possible.join(' | ')})[]`]
  const rest = possible.length === 0 ? [] : [`...(${possible.join(' | ')})[]`]
  return ['buttonParameters', `[${[...needed, ...rest].join(', ')}]`]
}

/** Of a button that needs a value. */
function neededButton({ type, url }: TemplateButton, index: number): string | null {
  if (type === 'URL' && placeholders(url).length > 0) return `UrlButton<${String(index)}>`
  return type === 'COPY_CODE' ? `CopyCodeButton<${String(index)}>` : null
}

const optionalButtons: Readonly<Record<string, string>> = {
  QUICK_REPLY: 'QuickReplyButton',
  FLOW: 'FlowButton',
  CATALOG: 'CatalogButton',
}

/** Of a button that can do without a value. */
function possibleButton({ type }: TemplateButton, index: number): string | null {
  const name = optionalButtons[type]
  return name === undefined ? null : `${name}<${String(index)}>`
}

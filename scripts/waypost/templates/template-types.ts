/** TypeScript types of templates: the same templates are the same text, in whatever order they come. */
import type { TemplateView } from '@waypost/contract'
import { readParts, type TemplateParts } from '../../../functions/src/templates/template-parts.ts'
import { header, parts, uses } from './prelude.ts'
import { fillMembers, literal, type Member } from './slot-types.ts'

export type ListedTemplate = Pick<
  TemplateView,
  'name' | 'language' | 'status' | 'category' | 'parameterFormat' | 'components'
>

/** Whether a template can be sent, now or when Meta ends a pause. */
export const isSendable = ({ status }: Pick<ListedTemplate, 'status'>): boolean =>
  ['APPROVED', 'PAUSED'].includes(status)

/** A file of TypeScript that stands alone, with a type for each template that can be sent. */
export function templateTypes(listed: readonly ListedTemplate[]): string {
  const byName = [...Map.groupBy(listed.filter(isSendable), ({ name }) => name)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const templates = byName.map(([name, ofName]) => templateMember(name, ofName))
  return `${header}${parts}
/** What fills each template, by its name. */
export interface Templates {
${templates.join('')}}
${uses}`
}

/** What can be sent of one template in some languages. */
interface Form {
  readonly members: readonly Member[]
  readonly languages: readonly string[]
}

function templateMember(name: string, ofName: readonly ListedTemplate[]): string {
  const key = /^[a-z_]\w*$/.test(name) ? name : literal(name)
  const forms = formsOf(ofName)
    .map(
      ({ languages, members }) => [['languageCode', languages.map(literal).join(' | ')], ...members] as const,
    )
    .map((members) => `{\n${members.map(([member, type]) => `        ${member}: ${type}\n`).join('')}      }`)
  return `  /** ${commentOf(ofName)} */\n  ${key}:\n${forms.map((form) => `    | ${form}\n`).join('')}`
}

/** Languages that take the same are one form; so are accounts that have the same template. */
function formsOf(ofName: readonly ListedTemplate[]): Form[] {
  const byForm = Map.groupBy(ofName, (template) => JSON.stringify(membersOf(template)))
  return [...byForm]
    .map(([members, alike]) => ({
      members: JSON.parse(members) as Member[],
      languages: [...new Set(alike.map(({ language }) => language))].toSorted(),
    }))
    .toSorted((a, b) => (a.languages.join() < b.languages.join() ? -1 : 1))
}

function membersOf({ components, category, parameterFormat }: ListedTemplate): Member[] {
  const read = readParts(components)
  const named = parameterFormat === 'NAMED'
  const fill: Member[] =
    category === 'AUTHENTICATION'
      ? [['oneTimeCode', 'string']]
      : [...fillMembers(read, named), ...moreMembers(read, named)]
  return [...fill, ['components' + (needsComponents(read) ? '' : '?'), 'MetaComponent[]']]
}

function moreMembers({ offer, cards }: TemplateParts, named: boolean): Member[] {
  const card = (parts: TemplateParts): string =>
    `{ ${fillMembers(parts, named)
      .map(([name, type]) => `${name}: ${type}`)
      .join('; ')} }`
  return [
    ...(offer
      ? [[`limitedTimeOffer${offer.expires ? '' : '?'}`, '{ expirationTime: string }'] as const]
      : []),
    ...(cards ? [['carousel', `[${cards.map(card).join(', ')}]`] as const] : []),
  ]
}

/** Products that a button shows are said in Meta's own form. */
const needsComponents = ({ buttons }: TemplateParts): boolean => buttons.some(({ type }) => type === 'MPM')

/** The category and the text, as far as a comment can hold them. */
function commentOf(ofName: readonly ListedTemplate[]): string {
  const [first] = ofName.toSorted((a, b) => (a.language < b.language ? -1 : 1))
  const text = readParts(first?.components ?? []).body ?? ''
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /').trim()
  return `${first?.category ?? ''}: ${line.length > 100 ? `${line.slice(0, 99)}…` : line}`
}

/**
 * The rules for creating and editing a template.
 * developers.facebook.com/docs/whatsapp/message-templates/guidelines and …/business-management-api/message-templates/components
 */
import { GraphError, refuse } from '../graph/graph-error.ts'
import { list, oneOf, optionalText, part, text, type JsonPart } from '../graph/json-part.ts'
import { placeholders, type TemplateCategory, type TemplateComponent } from './template.ts'

const categories: readonly TemplateCategory[] = ['MARKETING', 'UTILITY', 'AUTHENTICATION']
const componentTypes = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER']
const buttonTypes = [
  'QUICK_REPLY',
  'URL',
  'PHONE_NUMBER',
  'COPY_CODE',
  'FLOW',
  'CATALOG',
  'MPM',
  'OTP',
  'VOICE_CALL',
  'SPM',
]
const mostOf: ReadonlyMap<string, number> = new Map([
  ['URL', 2],
  ['PHONE_NUMBER', 1],
  ['COPY_CODE', 1],
])

/** The name of a new template: lower case, digits, underscores. */
export function checkName(body: JsonPart): string {
  const name = text(body, 'name', { max: 512 })
  if (!/^[a-z0-9_]+$/.test(name))
    throw refuse(100, 'Param name may only hold lower case letters, digits and underscores.')
  return name
}

export function checkCategory(body: JsonPart): TemplateCategory {
  return oneOf(body, 'category', categories)
}

/** The components of a definition, types in capitals; throws Meta's 2388xxx refusals as subcodes of 100. */
export function checkComponents(body: JsonPart, isNamed: boolean): TemplateComponent[] {
  const components = list(body, 'components', { min: 1, max: 10 })
  const checked = components.map((component) => checkComponent(component, isNamed))
  if (!checked.some(({ type }) => type === 'BODY'))
    throw definitionError(2388072, 'A template needs a BODY component.')
  return checked
}

function checkComponent(component: JsonPart, isNamed: boolean): TemplateComponent {
  const type = text(component, 'type').toUpperCase()
  if (!componentTypes.includes(type))
    throw refuse(100, `Param ${component.path}.type must be one of {${componentTypes.join(', ')}}.`)
  const checked: Record<string, unknown> = { ...structuredClone(component.value), type }
  if (type === 'HEADER') checked['format'] = checkHeader(component, isNamed)
  if (type === 'BODY') checkBody(component, isNamed)
  if (type === 'FOOTER') checkFooter(component)
  if (type === 'BUTTONS') checked['buttons'] = checkButtons(component)
  if (type === 'CAROUSEL') {
    const cards = list(component, 'cards', { min: 2, max: 10 })
    checked['cards'] = cards.map((card) => ({
      components: list(card, 'components', { min: 1, max: 3 }).map((inner) => checkComponent(inner, isNamed)),
    }))
  }
  if (type === 'LIMITED_TIME_OFFER') text(part(component, 'limited_time_offer'), 'text', { max: 16 })
  return checked as unknown as TemplateComponent
}

function checkHeader(header: JsonPart, isNamed: boolean): string {
  const format = text(header, 'format').toUpperCase()
  if (!['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'].includes(format))
    throw definitionError(2388047, `Header format ${format} is not known.`)
  if (format !== 'TEXT') return format
  const value = text(header, 'text')
  if (value.length > 60) throw definitionError(2388040, 'The header has at most 60 characters.')
  if (placeholders(value).length > 1) throw definitionError(2388047, 'The header has at most one variable.')
  checkPlaceholders(value, isNamed, 2388047)
  return format
}

function checkBody(body: JsonPart, isNamed: boolean): void {
  const value = optionalText(body, 'text')
  if (value === undefined) return
  if (value.length > 1024) throw definitionError(2388040, 'The body has at most 1024 characters.')
  if (/^\s*\{\{|\}\}\s*$/.test(value))
    throw definitionError(2388299, 'The body may not start or end with a variable.')
  if (/\}\}\s*\{\{/.test(value))
    throw definitionError(2388293, 'Two variables may not stand beside each other.')
  checkPlaceholders(value, isNamed, 2388072)
  if (placeholders(value).length > 0 && body.value['example'] === undefined) {
    throw definitionError(2388043, 'Each variable of the body needs an example.')
  }
}

/** Positional variables are numbered 1, 2, 3 …; named ones are words in lower case. */
function checkPlaceholders(value: string, isNamed: boolean, code: number): void {
  placeholders(value).forEach((name, index) => {
    const isFine = isNamed ? /^[a-z][a-z0-9_]*$/.test(name) : name === String(index + 1)
    if (!isFine)
      throw definitionError(
        code,
        `Variable {{${name}}} does not fit a ${isNamed ? 'NAMED' : 'POSITIONAL'} template.`,
      )
  })
}

function checkFooter(footer: JsonPart): void {
  const value = optionalText(footer, 'text')
  if (value === undefined) return
  if (value.length > 60) throw definitionError(2388040, 'The footer has at most 60 characters.')
  if (placeholders(value).length > 0) throw definitionError(2388073, 'The footer has no variables.')
}

function checkButtons(component: JsonPart): unknown[] {
  const buttons = list(component, 'buttons', { min: 1, max: 10 })
  const types = buttons.map((button) => text(button, 'type').toUpperCase())
  for (const type of types) {
    if (!buttonTypes.includes(type))
      throw refuse(100, `Param ${component.path}.buttons: type must be one of {${buttonTypes.join(', ')}}.`)
    const most = mostOf.get(type) ?? 10
    if (types.filter((other) => other === type).length > most)
      throw refuse(100, `At most ${most} button(s) of type ${type}.`)
  }
  const runs = types.filter(
    (type, index) => (type === 'QUICK_REPLY') !== (types[index - 1] === 'QUICK_REPLY') && index > 0,
  )
  if (runs.length > 1) throw refuse(100, 'Quick reply buttons must stand together.')
  return buttons.map((button, index) => {
    const label = optionalText(button, 'text')
    if (label !== undefined && label.length > 25)
      throw definitionError(2388040, 'A button label has at most 25 characters.')
    const url = optionalText(button, 'url', { max: 2000 })
    if (url !== undefined && placeholders(url).length > 0 && !/\{\{1\}\}$/.test(url)) {
      throw refuse(100, 'The variable of a URL is {{1}} and stands at its end.')
    }
    return { ...button.value, type: types[index] }
  })
}

function definitionError(subcode: number, details: string): GraphError {
  return new GraphError({ code: 100, subcode, message: 'Invalid parameter', details })
}

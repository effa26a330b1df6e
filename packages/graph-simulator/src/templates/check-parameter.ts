/**
 * The values that fill a template's placeholders.
 * Errors: 132000 wrong count, 132012 wrong kind or name, 131008 empty, 132005 too long when filled in.
 */
import { refuse } from '../graph/graph-error.ts'
import { number, optionalText, part, pathOf, text, type JsonPart } from '../graph/json-part.ts'
import { fill, placeholders } from './template.ts'

export interface Slots {
  /** What the parameters fill: `body`, `header`, `carousel card 0 body` — the word Meta starts its details with. */
  readonly where: string
  /** The template's own text. */
  readonly text: string
  readonly isNamed: boolean
  /** Longest text after filling in. */
  readonly max: number
  /** 132012 on `/messages`, 132018 on `/marketing_messages`. */
  readonly formatCode: number
}

/** The template's text with the parameters filled in; throws when they do not fit. */
export function fillSlots(slots: Slots, parameters: readonly JsonPart[]): string {
  const names = placeholders(slots.text)
  if (parameters.length !== names.length) {
    throw refuse(
      132000,
      `${slots.where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    )
  }
  const values = new Map<string, string>()
  parameters.forEach((parameter, index) => {
    const name = slots.isNamed
      ? slotName(parameter, names, slots)
      : positionalName(parameter, names[index], slots)
    if (values.has(name))
      throw refuse(slots.formatCode, `${slots.where}: parameter_name "${name}" is given twice`)
    values.set(name, parameterText(parameter, slots))
  })
  const filled = fill(slots.text, values)
  if (filled.length > slots.max)
    throw refuse(
      132005,
      `${slots.where}: text is too long after translation (${filled.length} of ${slots.max} characters)`,
    )
  return filled
}

function slotName(parameter: JsonPart, names: readonly string[], slots: Slots): string {
  const name = optionalText(parameter, 'parameter_name')
  if (name === undefined)
    throw refuse(
      slots.formatCode,
      `${slots.where}: Parameter name is missing or empty; the template is NAMED`,
    )
  if (!names.includes(name))
    throw refuse(
      slots.formatCode,
      `${slots.where}: parameter_name "${name}" is not in the template (${names.join(', ')})`,
    )
  return name
}

function positionalName(parameter: JsonPart, name: string | undefined, slots: Slots): string {
  if (parameter.value['parameter_name'] !== undefined) {
    throw refuse(
      slots.formatCode,
      `${slots.where}: the template is POSITIONAL, its parameters have no parameter_name`,
    )
  }
  return name ?? ''
}

function parameterText(parameter: JsonPart, slots: Slots): string {
  const type = text(parameter, 'type')
  if (type === 'text') return cleanText(parameter, slots)
  if (type === 'currency') return currencyText(part(parameter, 'currency'))
  if (type === 'date_time') return text(part(parameter, 'date_time'), 'fallback_value')
  throw refuse(
    slots.formatCode,
    `${slots.where}: Format mismatch, expected TEXT, CURRENCY or DATE_TIME, received ${type.toUpperCase()}`,
  )
}

/** A text value: not empty, no new line, no tab, at most four spaces in a row. */
export function cleanText(
  parameter: JsonPart,
  { where, formatCode }: Pick<Slots, 'where' | 'formatCode'>,
): string {
  const value = parameter.value['text']
  if (value === undefined || value === null || value === '') {
    throw refuse(131008, `${pathOf(parameter, 'text')}: Parameter of type text is missing text value`)
  }
  if (typeof value !== 'string') throw refuse(formatCode, `${where}: Param text must be a string`)
  if (/[\n\r\t]| {5}/.test(value)) {
    throw refuse(
      formatCode,
      `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    )
  }
  return value
}

function currencyText(currency: JsonPart): string {
  const code = text(currency, 'code')
  if (!/^[A-Z]{3}$/.test(code))
    throw refuse(132012, `${pathOf(currency, 'code')} must be a currency code of ISO 4217`)
  const amount = number(currency, 'amount_1000')
  if (!Number.isInteger(amount))
    throw refuse(132012, `${pathOf(currency, 'amount_1000')} must be a whole number: the amount times 1000`)
  return text(currency, 'fallback_value')
}

/** The only parameter of a component, of one given kind. */
export function singleParameter(
  parameters: readonly JsonPart[],
  type: string,
  { where, formatCode }: Pick<Slots, 'where' | 'formatCode'>,
): JsonPart {
  const [only, ...more] = parameters
  const received = only ? text(only, 'type').toUpperCase() : 'UNKNOWN'
  if (!only || received !== type.toUpperCase())
    throw refuse(
      formatCode,
      `${where}: Format mismatch, expected ${type.toUpperCase()}, received ${received}`,
    )
  if (more.length > 0)
    throw refuse(
      132000,
      `${where}: number of params (${parameters.length}) does not match the expected number of params (1)`,
    )
  return only
}

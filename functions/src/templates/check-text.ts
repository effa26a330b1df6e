import { characterCount, type BodyParameter, type HeaderParameter } from '@waypost/contract'
import { fillText, placeholders } from './placeholders.ts'
import { pluralize, type TemplateMismatch } from './template-mismatch.ts'

type TextParameter = BodyParameter | Extract<HeaderParameter, { type: 'text' }>

/** A text of a template and the parameters that are to fill it. */
export interface TextSlot {
  /** `body`, `header`, `carousel.0.body`. */
  readonly slot: string
  readonly text: string
  readonly named: boolean
  /** Characters once filled in, at most. */
  readonly most: number
  readonly parameters: readonly TextParameter[]
  /** Where the parameter at a position stands in the request; one behind the last is where it is missing. */
  pathOf(position: number): string
  /** What it is called in the request: `templateParameters`. */
  readonly field: string
}

/** The faults of the parameters of one text: how many, which names, how long they make it. */
export function textFaults(slot: TextSlot): TemplateMismatch[] {
  const names = placeholders(slot.text)
  const faults = slot.named ? namedFaults(names, slot) : countFaults(names, slot)
  return faults.length > 0 ? faults : lengthFaults(slot)
}

/** What each placeholder is filled with: by name where parameters carry one, else in order. */
export function valuesOf(text: string, parameters: readonly TextParameter[]): Map<string, string> {
  const names = placeholders(text)
  return new Map(
    parameters.map((parameter, position) => [
      parameter.parameterName ?? names[position] ?? '',
      valueOf(parameter),
    ]),
  )
}

function valueOf(parameter: TextParameter): string {
  switch (parameter.type) {
    case 'text':
      return parameter.text
    case 'currency':
      return parameter.currency.fallbackValue
    case 'date_time':
      return parameter.dateTime.fallbackValue
  }
}

function countFaults(
  names: readonly string[],
  { slot, parameters, pathOf, field }: TextSlot,
): TemplateMismatch[] {
  const hint =
    names.length === 0
      ? `Leave ${field} out.`
      : `Send ${pluralize(names.length, 'text parameter')} in ${field}.`
  const missing = names.slice(parameters.length).map((name, i) => ({
    slot: `${slot}.${name}`,
    path: pathOf(parameters.length + i),
    problem: `is missing: "{{${name}}}" has no value`,
    hint,
  }))
  const extra = parameters.slice(names.length).map((_, i) => ({
    slot: `${slot}.${String(names.length + i + 1)}`,
    path: pathOf(names.length + i),
    problem: `is too much: the template has ${pluralize(names.length, 'placeholder')} there`,
    hint,
  }))
  const withName = parameters.flatMap(({ parameterName }, i) =>
    parameterName === undefined
      ? []
      : {
          slot: `${slot}.${String(i + 1)}`,
          path: `${pathOf(i)}/parameterName`,
          problem: `has the name ${parameterName}: the placeholders of this template are numbered`,
          hint: 'Leave parameterName out; the order counts.',
        },
  )
  return [...missing, ...extra, ...withName]
}

function namedFaults(
  names: readonly string[],
  { slot, parameters, pathOf, field }: TextSlot,
): TemplateMismatch[] {
  const hint =
    names.length === 0
      ? `Leave ${field} out.`
      : `Send ${pluralize(names.length, 'parameter')} in ${field}, with parameterName ${names.join(', ')}.`
  const misnamed = parameters.flatMap(({ parameterName }, i) => {
    if (parameterName !== undefined && names.includes(parameterName)) return []
    const problem =
      parameterName === undefined
        ? 'has no name: the placeholders of this template have names'
        : 'is not in the template'
    return { slot: `${slot}.${parameterName ?? String(i + 1)}`, path: pathOf(i), problem, hint }
  })
  const given = new Set(parameters.map(({ parameterName }) => parameterName))
  const missing = names
    .filter((name) => !given.has(name))
    .map((name) => ({
      slot: `${slot}.${name}`,
      path: pathOf(parameters.length),
      problem: `is missing: "{{${name}}}" has no value`,
      hint,
    }))
  return [...misnamed, ...missing]
}

/** Only what was filled in is measured: a long text without placeholders is Meta's own. */
function lengthFaults({ slot, text, most, parameters, pathOf }: TextSlot): TemplateMismatch[] {
  const length = characterCount(fillText(text, valuesOf(text, parameters)))
  if (parameters.length === 0 || length <= most) return []
  return [
    {
      slot,
      path: pathOf(0),
      problem: `is too long: ${String(length)} characters once filled in, ${String(most)} at most`,
      hint: 'Shorten the parameters.',
      tooLong: true,
    },
  ]
}

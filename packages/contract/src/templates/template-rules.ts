/** Rules between the fields of a template. Meta would refuse the same later, with a less precise error. */
import type { z } from 'zod'
import type { CarouselCard, TemplateFields } from './template-fields.ts'
import type { BodyParameter, ButtonParameter } from './template-parameters.ts'

type Path = (string | number)[]
type Refuse = (path: Path, message: string) => void

/**
 * For `superRefine`: adds an issue for each broken rule, at the field that breaks it.
 * @param written what a field is called in the request, where that is not its long name
 */
export function checkTemplate(
  content: TemplateFields,
  context: z.core.$RefinementCtx,
  written: Readonly<Record<string, string>> = {},
): void {
  const refuse: Refuse = ([field = '', ...rest], message) =>
    context.addIssue({ code: 'custom', path: [written[field] ?? field, ...rest], message })
  checkParts(content, [], refuse)
  content.carousel?.forEach((card, position) => {
    checkCard(card, ['carousel', position], refuse)
  })
  checkOneTimeCode(content, refuse)
  checkComponents(content, refuse)
}

type Parts = Pick<TemplateFields, 'templateParameters' | 'buttonParameters'>

function checkParts(
  { templateParameters = [], buttonParameters = [] }: Parts,
  path: Path,
  refuse: Refuse,
): void {
  checkNames(templateParameters, [...path, 'templateParameters'], refuse)
  checkIndexes(buttonParameters, [...path, 'buttonParameters'], refuse)
}

/** All parameters carry a name or none, and no name comes twice (132000, 132012). */
function checkNames(parameters: BodyParameter[], path: Path, refuse: Refuse): void {
  const names = parameters.map((parameter) => parameter.parameterName)
  const named = names.some((name) => name !== undefined)
  names.forEach((name, position) => {
    if (named && name === undefined) {
      refuse([...path, position, 'parameterName'], 'is missing: name all parameters, or none')
    }
    if (name !== undefined && names.indexOf(name) < position) {
      refuse([...path, position, 'parameterName'], `is used twice: ${name}`)
    }
  })
}

function checkIndexes(buttons: ButtonParameter[], path: Path, refuse: Refuse): void {
  const indexes = buttons.map((button) => button.index)
  indexes.forEach((index, position) => {
    if (indexes.indexOf(index) < position) {
      refuse([...path, position, 'index'], `is used twice: button ${String(index)} can have one parameter`)
    }
  })
}

function checkCard(card: CarouselCard, path: Path, refuse: Refuse): void {
  checkParts(card, path, refuse)
  if (!['image', 'video', 'product'].includes(card.headerParameters.type)) {
    refuse([...path, 'headerParameters', 'type'], 'must be image, video or product on a carousel card')
  }
}

/** The code fills the body and the first button, so nothing else may. */
function checkOneTimeCode(content: TemplateFields, refuse: Refuse): void {
  if (content.oneTimeCode === undefined) return
  for (const field of ['templateParameters', 'buttonParameters'] as const) {
    if (content[field] !== undefined) refuse([field], 'must be left out: oneTimeCode fills body and button')
  }
}

const fieldOfComponent: Readonly<Record<string, keyof TemplateFields>> = {
  header: 'headerParameters',
  body: 'templateParameters',
  button: 'buttonParameters',
  carousel: 'carousel',
  limited_time_offer: 'limitedTimeOffer',
}

/** A part of the template is described by our fields or in `components`, not by both. */
function checkComponents(content: TemplateFields, refuse: Refuse): void {
  content.components?.forEach(({ type }, position) => {
    const field = fieldOfComponent[type.toLowerCase()]
    const byCode = content.oneTimeCode !== undefined && ['body', 'button'].includes(type.toLowerCase())
    if (field === undefined || (content[field] === undefined && !byCode)) return
    refuse(
      ['components', position],
      `describes the ${type} a second time: ${byCode ? 'oneTimeCode' : field} does already`,
    )
  })
}

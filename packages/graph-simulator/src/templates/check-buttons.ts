/** Button components of a template message: which need a parameter, and which. */
import { characterCount } from '../graph/character-count.ts'
import { refuse } from '../graph/graph-error.ts'
import { list, optionalPart, optionalText, part, text, type JsonPart } from '../graph/json-part.ts'
import { cleanText, singleParameter } from './check-parameter.ts'
import { fill, placeholders, type TemplateButton } from './template.ts'

export interface ButtonContext {
  readonly where: string
  readonly formatCode: number
}

/** What a button does once filled in, for the record of what the recipient got. */
export interface FilledButton {
  readonly type: string
  readonly text: string
  readonly value?: string
}

/** Checks the button components of a send against the template's buttons. */
export function fillButtons(
  buttons: readonly TemplateButton[],
  sent: readonly JsonPart[],
  context: ButtonContext,
): FilledButton[] {
  const byIndex = new Map<number, JsonPart>()
  for (const component of sent) {
    const index = buttonIndex(component)
    if (index >= buttons.length)
      throw refuse(
        131009,
        `${context.where}: there is no button at index ${index}; the template has ${buttons.length}`,
      )
    if (byIndex.has(index)) throw refuse(131009, `${context.where}: Button at index ${index} is given twice`)
    byIndex.set(index, component)
  }
  return buttons.map((button, index) =>
    fillButton(button, byIndex.get(index), {
      ...context,
      where: `${context.where}: Button at index ${index}`,
    }),
  )
}

function buttonIndex(component: JsonPart): number {
  const given = component.value['index']
  const index = Number(given)
  if (given === undefined || given === null)
    throw refuse(131008, `Parameter ${component.path}.index is required`)
  if (!Number.isInteger(index) || index < 0)
    throw refuse(131009, `Parameter ${component.path}.index must be a whole number from 0 on`)
  return index
}

function fillButton(
  button: TemplateButton,
  sent: JsonPart | undefined,
  context: ButtonContext,
): FilledButton {
  const label = button.text ?? ''
  if (sent) checkSubType(button, sent, context)
  const parameters =
    sent?.value['parameters'] === undefined ? [] : list(sent, 'parameters', { min: 0, max: 10 })
  const value = buttonValue(button, parameters, context)
  return { type: button.type, text: label, ...(value !== undefined && { value }) }
}

/** A one-time-code button is addressed as `url`; every other by its own type. */
function checkSubType(button: TemplateButton, sent: JsonPart, { where, formatCode }: ButtonContext): void {
  const subType = text(sent, 'sub_type').toLowerCase()
  const own = button.type.toLowerCase()
  const accepted = own === 'otp' ? ['url', 'otp', 'copy_code'] : [own]
  if (!accepted.includes(subType))
    throw refuse(formatCode, `${where} is of type ${button.type}, not ${subType.toUpperCase()}`)
}

function buttonValue(
  button: TemplateButton,
  parameters: readonly JsonPart[],
  context: ButtonContext,
): string | undefined {
  switch (button.type) {
    case 'URL':
    case 'OTP':
      return filledUrl(button, parameters, context)
    case 'COPY_CODE': {
      const code = text(requiredParameter(parameters, 'coupon_code', context), 'coupon_code')
      if (characterCount(code) > 15)
        throw refuse(131009, `${context.where}: coupon_code must be at most 15 characters long`)
      return code
    }
    case 'QUICK_REPLY': {
      const payload = optionalParameter(parameters, 'payload', context)
      return payload && text(payload, 'payload', { max: 256 })
    }
    case 'FLOW':
    case 'CATALOG':
    case 'MPM':
      return actionValue(button, parameters, context)
    case 'VOICE_CALL':
      optionalParameter(parameters, 'ttl_minutes', context)
      return undefined
    default:
      if (parameters.length > 0)
        throw refuse(132000, `${context.where} of type ${button.type} takes no parameters`)
      return button.phone_number
  }
}

function filledUrl(button: TemplateButton, parameters: readonly JsonPart[], context: ButtonContext): string {
  const url = button.url ?? ''
  const [name] = placeholders(url)
  if (name === undefined) {
    if (parameters.length > 0)
      throw refuse(132000, `${context.where} of type Url has no variable, so it takes no parameters`)
    return url
  }
  const suffix = cleanText(requiredParameter(parameters, 'text', context), context)
  return fill(url, new Map([[name, suffix]]))
}

function actionValue(
  button: TemplateButton,
  parameters: readonly JsonPart[],
  context: ButtonContext,
): string | undefined {
  const isNeeded = button.type === 'MPM'
  const given = isNeeded
    ? requiredParameter(parameters, 'action', context)
    : optionalParameter(parameters, 'action', context)
  if (!given) return undefined
  const action = part(given, 'action')
  if (button.type === 'FLOW') {
    optionalPart(action, 'flow_action_data')
    return optionalText(action, 'flow_token')
  }
  if (button.type === 'MPM') {
    for (const section of list(action, 'sections', { min: 1, max: 10 })) {
      for (const item of list(section, 'product_items', { min: 1, max: 30 }))
        text(item, 'product_retailer_id')
    }
  }
  return isNeeded
    ? text(action, 'thumbnail_product_retailer_id')
    : optionalText(action, 'thumbnail_product_retailer_id')
}

function requiredParameter(parameters: readonly JsonPart[], type: string, context: ButtonContext): JsonPart {
  if (parameters.length === 0) throw refuse(131008, `${context.where} requires a parameter of type ${type}`)
  return singleParameter(parameters, type, context)
}

function optionalParameter(
  parameters: readonly JsonPart[],
  type: string,
  context: ButtonContext,
): JsonPart | undefined {
  return parameters.length === 0 ? undefined : singleParameter(parameters, type, context)
}

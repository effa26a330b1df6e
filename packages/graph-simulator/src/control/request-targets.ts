/** Resolves the phone number or template of a control request. */
import type { PhoneNumber } from '../account/phone-number.ts'
import { optionalText, text, type JsonPart } from '../graph/json-part.ts'
import type { Template } from '../templates/template.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { ControlError } from './control-request.ts'

/** The number the simulator was started with. */
export function defaultPhone({ state, config }: SimulatorContext): PhoneNumber {
  const phone = state.phoneNumbers.get(config.phoneNumberId)
  if (!phone) throw new ControlError('The simulator has no phone number any more: POST /_simulator/reset.')
  return phone
}

/** The number a request names by `phoneNumberId`, else the one the simulator was started with. */
export function requirePhone(simulator: SimulatorContext, body: JsonPart): PhoneNumber {
  const id = optionalText(body, 'phoneNumberId')
  const phone = id === undefined ? defaultPhone(simulator) : simulator.state.phoneNumbers.get(id)
  if (!phone)
    throw new ControlError(`There is no phone number ${id ?? ''}: POST /_simulator/phone-numbers first.`)
  return phone
}

/** The template a request names by `id`, or by `name` and `language` (default en_US). */
export function requireTemplate(simulator: SimulatorContext, body: JsonPart): Template {
  const id = optionalText(body, 'id')
  const language = optionalText(body, 'language') ?? 'en_US'
  const all = [...simulator.state.templates.values()]
  const found =
    id === undefined
      ? all.find((one) => one.name === text(body, 'name') && one.language === language)
      : simulator.state.templates.get(id)
  if (!found)
    throw new ControlError(
      `There is no such template in ${language}. Known: ${[...new Set(all.map(({ name }) => name))].join(', ')}.`,
    )
  return found
}

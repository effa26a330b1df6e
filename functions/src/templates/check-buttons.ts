import type { ButtonParameter } from '@waypost/contract'
import { placeholders } from './placeholders.ts'
import { pluralize, type TemplateMismatch } from './template-mismatch.ts'
import type { TemplateButton } from './template-parts.ts'

/** The types of parameters that a type of button takes; a type that is not here is new to us and left to Meta. */
const accepted: Readonly<Record<string, readonly ButtonParameter['type'][]>> = {
  // Meta lists the button of a one-time code as a link too.
  URL: ['url', 'one_time_code'],
  OTP: ['one_time_code', 'url'],
  QUICK_REPLY: ['quick_reply'],
  COPY_CODE: ['copy_code'],
  FLOW: ['flow'],
  CATALOG: ['catalog'],
  PHONE_NUMBER: [],
  MPM: [],
}

export interface ButtonSlot {
  /** `button`, `carousel.0.button`. */
  readonly slot: string
  /** Where the parameter at a position stands in the request; one behind the last is where it is missing. */
  pathOf(position: number): string
  /** Buttons that are described in Meta's own form: those are left to Meta. */
  readonly described: ReadonlySet<number>
}

/** The faults of the values for buttons: at which positions, of which kinds, and which are missing. */
export function buttonFaults(
  buttons: readonly TemplateButton[],
  given: readonly ButtonParameter[],
  at: ButtonSlot,
): TemplateMismatch[] {
  const wrong = given.flatMap((parameter, position) => {
    const button = buttons[parameter.index]
    const said = findButtonFault(button, parameter.type, buttons.length) ?? findLinkFault(button, parameter)
    return said ? [{ slot: `${at.slot}.${String(parameter.index)}`, path: at.pathOf(position), ...said }] : []
  })
  const missing = buttons.flatMap((button, index) => {
    if (at.described.has(index) || given.some((parameter) => parameter.index === index)) return []
    const said = findMissingValue(button, index)
    return said ? [{ slot: `${at.slot}.${String(index)}`, path: at.pathOf(given.length), ...said }] : []
  })
  return [...wrong, ...missing]
}

type FaultText = Pick<TemplateMismatch, 'problem' | 'hint'>

function findButtonFault(
  button: TemplateButton | undefined,
  type: ButtonParameter['type'],
  count: number,
): FaultText | null {
  if (!button)
    return {
      problem: `is not there: the template has ${pluralize(count, 'button')}`,
      hint: 'Count all buttons of the template from 0, static ones included.',
    }
  const types = accepted[button.type]
  if (types === undefined) return null
  if (types.length === 0 || (button.type === 'URL' && isStatic(button)))
    return { problem: 'takes no value in this template', hint: 'Leave it out of buttonParameters.' }
  if (types.includes(type)) return null
  return {
    problem: `is of type ${types[0] ?? ''} in this template, not ${type}`,
    hint: `Send { "index": …, "type": "${types[0] ?? ''}", … } in buttonParameters.`,
  }
}

/** A whole link behind the link of the template is no page; only a parameter of a query may hold one. */
function findLinkFault(button: TemplateButton | undefined, parameter: ButtonParameter): FaultText | null {
  if (parameter.type !== 'url' || !button) return null
  const base = button.url.replace(/\{\{.*$/, '')
  if (base.endsWith('=') || !/^(?:https?:|www\.)/i.test(parameter.text.trim())) return null
  return {
    problem: `is a whole link: it would become ${base}${parameter.text}`.slice(0, 200),
    hint: `Send only what follows ${base}`,
  }
}

const isStatic = ({ url }: TemplateButton): boolean => placeholders(url).length === 0

/** What a button needs and has not; a reply, a flow or a catalogue can do without a value. */
function findMissingValue(button: TemplateButton, index: number): FaultText | null {
  const send = (example: string): string =>
    `Send { "index": ${String(index)}, ${example} } in buttonParameters.`
  const [name = '1'] = placeholders(button.url)
  switch (button.type) {
    case 'URL':
      return isStatic(button)
        ? null
        : {
            problem: `is missing: "{{${name}}}" of its link has no value`,
            hint: send('"type": "url", "text": "<the end of the link>"'),
          }
    case 'OTP':
      return isStatic(button)
        ? null
        : {
            problem: 'is missing: it copies the code',
            hint: 'Send the code as oneTimeCode: it fills body and button.',
          }
    case 'COPY_CODE':
      return {
        problem: 'is missing: it copies a coupon code',
        hint: send('"type": "copy_code", "couponCode": "…"'),
      }
    case 'MPM':
      return {
        problem: 'is missing: it shows products',
        hint: "Send its sections in components, in Meta's own form (sub_type mpm).",
      }
    default:
      return null
  }
}

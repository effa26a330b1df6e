import { characterCount, type TemplateContent } from '@waypost/contract'
import { buttonFaults } from './check-buttons.ts'
import { headerFaults } from './check-header.ts'
import { textFaults } from './check-text.ts'
import type { Template } from './template.ts'
import { pluralize, type TemplateMismatch } from './template-mismatch.ts'
import { readParts, type TemplateParts } from './template-parts.ts'

/** Characters of a body once filled in. */
const MAX_BODY = 1024

/**
 * Everything in a send that does not fit its template. What the caller wrote in Meta's own form, and what is
 * new to us in the template, is left to Meta.
 */
export function parameterFaults(copy: Template, content: TemplateContent): TemplateMismatch[] {
  const parts = readParts(copy.components)
  const described = componentCoverage(content.components ?? [])
  const has = (type: string): boolean => described.types.has(type)
  const at = { slot: '', path: '', named: copy.parameterFormat === 'NAMED', described }
  return [
    ...fillFaults(parts, content, at),
    ...(has('limited_time_offer') ? [] : offerFaults(parts, content)),
    ...(has('carousel') ? [] : carouselFaults(parts, content, at.named)),
    ...(copy.category === 'AUTHENTICATION' ? codeFaults(content) : []),
  ]
}

/** Parts that stand in `components`, in Meta's own form. */
interface ComponentCoverage {
  readonly types: ReadonlySet<string>
  readonly buttons: ReadonlySet<number>
}

function componentCoverage(components: NonNullable<TemplateContent['components']>): ComponentCoverage {
  const types = components.map(({ type }) => type.toLowerCase())
  const buttons = components.filter(({ type }) => type.toLowerCase() === 'button')
  return { types: new Set(types), buttons: new Set(buttons.map(({ index }) => Number(index))) }
}

const nothing: ComponentCoverage = { types: new Set(), buttons: new Set() }

/** Whose parts: the template's own, or those of one of its cards. */
interface SlotContext {
  /** Goes before each slot: `carousel.0.`. */
  readonly slot: string
  readonly path: string
  readonly named: boolean
  readonly described: ComponentCoverage
}

type Fill = Partial<
  Pick<TemplateContent, 'headerParameters' | 'templateParameters' | 'buttonParameters' | 'oneTimeCode'>
>

/** Header, body and buttons, of the template or of a card. */
function fillFaults(
  parts: TemplateParts,
  fill: Fill,
  { slot, path, named, described }: SlotContext,
): TemplateMismatch[] {
  const { headerParameters, templateParameters = [], buttonParameters = [], oneTimeCode: code } = fill
  const header = { slot: `${slot}header`, path: `${path}/headerParameters`, named }
  const body = {
    slot: `${slot}body`,
    text: parts.body ?? '',
    named,
    most: MAX_BODY,
    parameters: code === undefined ? templateParameters : [{ type: 'text' as const, text: code }],
    pathOf: (position: number) =>
      code === undefined ? `${path}/templateParameters/${String(position)}` : '/oneTimeCode',
    field: code === undefined ? 'templateParameters' : 'oneTimeCode',
  }
  const buttons = {
    slot: `${slot}button`,
    pathOf: (position: number) =>
      code === undefined ? `${path}/buttonParameters/${String(position)}` : '/oneTimeCode',
    described: described.buttons,
  }
  const given = code === undefined ? buttonParameters : [{ type: 'one_time_code' as const, index: 0, code }]
  return [
    ...(described.types.has('header') ? [] : headerFaults(parts.header, headerParameters, header)),
    ...(described.types.has('body') || parts.body === undefined ? [] : textFaults(body)),
    ...buttonFaults(parts.buttons, given, buttons),
  ]
}

function offerFaults(
  { offer }: TemplateParts,
  { limitedTimeOffer: given }: TemplateContent,
): TemplateMismatch[] {
  const fault = { slot: 'limited_time_offer', path: '/limitedTimeOffer' }
  if (!offer && given)
    return [{ ...fault, problem: 'is not in this template', hint: 'Leave limitedTimeOffer out.' }]
  if (offer?.expires === true && !given)
    return [
      {
        ...fault,
        problem: 'is missing: the template counts down to the end of the offer',
        hint: 'Send limitedTimeOffer with its expirationTime.',
      },
    ]
  return []
}

function carouselFaults(
  { cards }: TemplateParts,
  content: TemplateContent,
  named: boolean,
): TemplateMismatch[] {
  const given = content.carousel ?? []
  const fault = { slot: 'carousel', path: '/carousel' }
  if (!cards)
    return given.length === 0
      ? []
      : [{ ...fault, problem: 'is not in this template', hint: 'Leave carousel out.' }]
  if (given.length !== cards.length)
    return [
      {
        ...fault,
        problem: `has ${pluralize(given.length, 'card')}: the template has ${String(cards.length)}`,
        hint: `Send ${pluralize(cards.length, 'card')} in carousel, in order.`,
      },
    ]
  return cards.flatMap((card, i) => {
    const position = String(i)
    const at = { slot: `carousel.${position}.`, path: `/carousel/${position}`, named, described: nothing }
    return fillFaults(card, given[i] ?? {}, at)
  })
}

/** Characters of a one-time code. */
const MAX_CODE = 15

/** The code stands in the body and in the button; `oneTimeCode` fills both. */
function codeFaults({ templateParameters = [], buttonParameters = [] }: TemplateContent): TemplateMismatch[] {
  const [first] = templateParameters
  if (first?.type !== 'text') return []
  const hint = 'Send the code as oneTimeCode: it fills body and button.'
  if (characterCount(first.text) > MAX_CODE)
    return [
      {
        slot: 'body.1',
        path: '/templateParameters/0',
        problem: `is no one-time code: it has more than ${String(MAX_CODE)} characters`,
        hint,
      },
    ]
  const button = buttonParameters.find(({ index }) => index === 0)
  const copied =
    button?.type === 'one_time_code' ? button.code : button?.type === 'url' ? button.text : first.text
  return copied === first.text
    ? []
    : [
        {
          slot: 'button.0',
          path: '/buttonParameters',
          problem: 'copies another code than the body shows',
          hint,
        },
      ]
}

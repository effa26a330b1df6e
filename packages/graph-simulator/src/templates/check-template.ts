/**
 * A template message against the template's definition.
 * Shapes: developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 */
import { refuse } from '../graph/graph-error.ts'
import { checkMedia, type MediaKind, type MediaLookup } from '../messages/check-media.ts'
import { checkLocation } from '../messages/check-content.ts'
import {
  list,
  number,
  oneOf,
  optionalPart,
  optionalText,
  part,
  text,
  type JsonPart,
} from '../graph/json-part.ts'
import { fillButtons, type FilledButton } from './check-buttons.ts'
import { cleanText, fillSlots, singleParameter } from './check-parameter.ts'
import {
  componentOf,
  placeholders,
  type HeaderComponent,
  type Template,
  type TemplateComponent,
} from './template.ts'

export interface TemplateRules {
  readonly media: MediaLookup
  /** 132012 on `/messages`, 132018 on `/marketing_messages`. */
  readonly formatCode: number
}

/** A template message as the recipient sees it. */
export interface FilledTemplate {
  readonly header?: string
  readonly body: string
  readonly footer?: string
  readonly buttons: FilledButton[]
  readonly cards?: FilledTemplate[]
}

/** The template named in a send; 132001, 132015 or 132016 when it cannot be sent. */
export function findTemplate(templates: Iterable<Template>, wabaId: string, content: JsonPart): Template {
  const name = text(content, 'name', { max: 512 })
  const language = part(content, 'language')
  const code = text(language, 'code')
  if (optionalText(language, 'policy') !== undefined) oneOf(language, 'policy', ['deterministic'])
  const found = [...templates].find(
    (template) => template.wabaId === wabaId && template.name === name && template.language === code,
  )
  if (found?.status === 'PAUSED')
    throw refuse(132015, `template name (${name}) is paused because of low quality`)
  if (found?.status === 'DISABLED')
    throw refuse(132016, `template name (${name}) is disabled; create a new template`)
  if (found?.status !== 'APPROVED') throw refuse(132001, `template name (${name}) does not exist in ${code}`)
  return found
}

/** Fills a template with the components of a send; throws Meta's refusal when they do not fit. */
export function fillTemplate(template: Template, content: JsonPart, rules: TemplateRules): FilledTemplate {
  const sent =
    content.value['components'] === undefined ? [] : list(content, 'components', { min: 0, max: 20 })
  const filled = fillComponents(
    { components: template.components, sent, prefix: '', isNamed: template.parameter_format === 'NAMED' },
    rules,
  )
  if (template.category === 'AUTHENTICATION') checkCode(sent, filled)
  return filled
}

interface Filling {
  readonly components: readonly TemplateComponent[]
  readonly sent: readonly JsonPart[]
  readonly prefix: string
  readonly isNamed: boolean
}

const sendableTypes = [
  'HEADER',
  'BODY',
  'BUTTON',
  'LIMITED_TIME_OFFER',
  'CAROUSEL',
  'TAP_TARGET_CONFIGURATION',
]

function fillComponents(filling: Filling, rules: TemplateRules): FilledTemplate {
  const { components, prefix } = filling
  const header = fillHeader(filling, rules)
  checkOffer(filling)
  const cards = fillCards(filling, rules)
  const footer = componentOf(components, 'FOOTER')?.text
  const { formatCode } = rules
  return {
    ...(header !== undefined && { header }),
    body: fillSlots(
      {
        where: `${prefix}body`,
        text: componentOf(components, 'BODY')?.text ?? '',
        isNamed: filling.isNamed,
        max: 1024,
        formatCode,
      },
      parametersOf(single(filling, 'BODY')),
    ),
    ...(footer !== undefined && { footer }),
    buttons: fillButtons(componentOf(components, 'BUTTONS')?.buttons ?? [], ofType(filling, 'BUTTON'), {
      where: `${prefix}buttons`,
      formatCode,
    }),
    ...(cards && { cards }),
  }
}

function fillHeader(filling: Filling, { media, formatCode }: TemplateRules): string | undefined {
  const header = componentOf(filling.components, 'HEADER')
  const where = `${filling.prefix}header`
  const sent = parametersOf(single(filling, 'HEADER'))
  if (!header) {
    if (sent.length > 0) {
      throw refuse(
        132000,
        `${where}: number of localizable_params (${sent.length}) does not match the expected number of params (0)`,
      )
    }
    return undefined
  }
  if (header.format !== 'TEXT') return mediaHeader(header, sent, { where, media, formatCode })
  const headerText = header.text ?? ''
  const isMedia = sent.some(({ value }) => value['type'] !== 'text')
  if (isMedia && placeholders(headerText).length > 0) singleParameter(sent, 'text', { where, formatCode })
  return fillSlots({ where, text: headerText, isNamed: filling.isNamed, max: 60, formatCode }, sent)
}

function mediaHeader(
  { format }: HeaderComponent,
  sent: readonly JsonPart[],
  { where, media, formatCode }: TemplateRules & { where: string },
): string {
  const parameter = singleParameter(sent, format, { where, formatCode })
  const kind = format.toLowerCase()
  const content = part(parameter, kind)
  if (format === 'LOCATION') {
    checkLocation(content)
    return `${text(content, 'name')}, ${text(content, 'address')}`
  }
  if (content.value['caption'] !== undefined)
    throw refuse(100, `${where}: media in a template header has no caption`)
  checkMedia(content, kind as MediaKind, media)
  return optionalText(content, 'link') ?? text(content, 'id')
}

function checkOffer(filling: Filling): void {
  const offer = componentOf(filling.components, 'LIMITED_TIME_OFFER')
  const sent = single(filling, 'LIMITED_TIME_OFFER')
  if (!offer) {
    if (sent)
      throw refuse(132000, `${filling.prefix}limited_time_offer: the template has no limited time offer`)
    return
  }
  if (!offer.limited_time_offer.has_expiration) return
  const where = `${filling.prefix}limited_time_offer`
  const parameters = parametersOf(sent)
  if (parameters.length === 0) throw refuse(131008, `${where}: expiration_time_ms is required`)
  const parameter = singleParameter(parameters, 'limited_time_offer', { where, formatCode: 132012 })
  const expiration = number(part(parameter, 'limited_time_offer'), 'expiration_time_ms')
  if (!Number.isInteger(expiration) || expiration < 1e12) {
    throw refuse(132012, `${where}: expiration_time_ms must be a Unix time in milliseconds, not seconds`)
  }
}

function fillCards(filling: Filling, rules: TemplateRules): FilledTemplate[] | undefined {
  const carousel = componentOf(filling.components, 'CAROUSEL')
  const sent = single(filling, 'CAROUSEL')
  if (!carousel) {
    if (sent) throw refuse(132000, 'carousel: the template has no carousel')
    return undefined
  }
  if (!sent)
    throw refuse(131008, `carousel: the ${carousel.cards.length} cards of the template need their components`)
  const cards = list(sent, 'cards', { min: 1, max: 10 })
  if (cards.length !== carousel.cards.length) {
    throw refuse(
      132000,
      `carousel: number of cards (${cards.length}) does not match the expected number of cards (${carousel.cards.length})`,
    )
  }
  const byIndex = new Map(cards.map((card) => [number(card, 'card_index'), card]))
  return carousel.cards.map(({ components }, index) => {
    const card = byIndex.get(index)
    if (!card) throw refuse(131009, `carousel: there is no card with card_index ${index}`)
    const cardParts = list(card, 'components', { min: 0, max: 10 })
    return fillComponents(
      { ...filling, components, sent: cardParts, prefix: `carousel card ${index} ` },
      rules,
    )
  })
}

/** A one-time code stands in the body and in the button, is the same in both, and has at most 15 characters. */
function checkCode(sent: readonly JsonPart[], filled: FilledTemplate): void {
  const bodyCode = sent.find((component) => typeOf(component) === 'BODY')
  const button = sent.find((component) => typeOf(component) === 'BUTTON')
  const [inBody] = parametersOf(bodyCode).map((parameter) =>
    cleanText(parameter, { where: 'body', formatCode: 132012 }),
  )
  const [inButton] = parametersOf(button).map((parameter) =>
    cleanText(parameter, { where: 'buttons', formatCode: 132012 }),
  )
  if (inBody !== undefined && inBody.length > 15)
    throw refuse(131009, 'body: a one-time code has at most 15 characters')
  if (filled.buttons.length > 0 && inBody !== inButton)
    throw refuse(131009, 'buttons: the code of the button must be the code of the body')
}

function ofType({ sent, prefix }: Filling, type: string): JsonPart[] {
  return sent.filter((component) => {
    const actual = typeOf(component)
    if (!sendableTypes.includes(actual)) {
      throw refuse(
        100,
        `Param template${prefix && ` ${prefix}`}['components']: type must be one of {${sendableTypes.join(', ')}} - got "${actual}".`,
      )
    }
    return actual === type
  })
}

function single(filling: Filling, type: string): JsonPart | undefined {
  const [first, second] = ofType(filling, type)
  if (second) throw refuse(131009, `${filling.prefix}${type.toLowerCase()}: this component is given twice`)
  return first
}

function typeOf(component: JsonPart): string {
  return text(component, 'type').toUpperCase()
}

function parametersOf(component: JsonPart | undefined): JsonPart[] {
  if (!component || component.value['parameters'] === undefined) return []
  return list(component, 'parameters', { min: 0, max: 100 })
}

/** The media of a template message whose link answers with a web page; see `linkFailure`. */
export function headerMedia(content: JsonPart): { media: JsonPart; kind: MediaKind } | undefined {
  const components =
    content.value['components'] === undefined ? [] : list(content, 'components', { min: 0, max: 20 })
  const header = components.find((component) => typeOf(component) === 'HEADER')
  const [parameter] = parametersOf(header)
  const kind =
    parameter &&
    (['image', 'video', 'document'] as const).find((candidate) => parameter.value['type'] === candidate)
  const media = parameter && kind && optionalPart(parameter, kind)
  return media && { media, kind }
}

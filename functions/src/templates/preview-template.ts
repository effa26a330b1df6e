import type { HeaderParameter, PreviewTemplateRequest, TemplatePreview } from '@waypost/contract'
import { valuesOf } from './check-text.ts'
import { fillText, placeholders } from './placeholders.ts'
import type { Template } from './template.ts'
import { readParts, type TemplateButton, type TemplateParts } from './template-parts.ts'

type Fill = Pick<
  Partial<PreviewTemplateRequest>,
  'headerParameters' | 'templateParameters' | 'buttonParameters' | 'oneTimeCode'
>
type Filled = NonNullable<TemplatePreview['cards']>[number]

/** A template as its recipient would see it, with the values filled in. They are checked before. */
export function previewTemplate(copy: Template, fill: PreviewTemplateRequest): TemplatePreview {
  const { name, language, status, category } = copy
  const parts = readParts(copy.components)
  return {
    name,
    language,
    status,
    category,
    ...filled(parts, fill),
    ...(parts.cards && { cards: parts.cards.map((card, i) => filled(card, fill.carousel?.[i] ?? {})) }),
  }
}

function filled({ header, body = '', footer, offer, buttons }: TemplateParts, fill: Fill): Filled {
  const { templateParameters = [], oneTimeCode: code } = fill
  const parameters = code === undefined ? templateParameters : [{ type: 'text' as const, text: code }]
  return {
    ...(header && { header: filledHeader(header, fill.headerParameters) }),
    ...(offer && { offer: offer.text }),
    body: fillText(body, valuesOf(body, parameters)),
    ...(footer !== undefined && { footer }),
    buttons: buttons.map((button, index) => {
      const value = buttonValue(button, index, fill)
      return { index, type: button.type, text: button.text, ...(value !== undefined && { value }) }
    }),
  }
}

function filledHeader(
  { format, text }: NonNullable<TemplateParts['header']>,
  given: HeaderParameter | undefined,
): NonNullable<Filled['header']> {
  const type = format.toLowerCase()
  if (type === 'text')
    return { type, text: fillText(text, valuesOf(text, given?.type === 'text' ? [given] : [])) }
  if (!given || given.type === 'text') return { type }
  const { type: kind, ...value } = given
  return { type: kind, value: Object.values(value)[0] as NonNullable<Filled['header']>['value'] }
}

/** What a button opens, copies or sends back, as far as the send says it. */
function buttonValue(button: TemplateButton, index: number, fill: Fill): string | undefined {
  const given = fill.buttonParameters?.find((parameter) => parameter.index === index)
  const code = index === 0 ? fill.oneTimeCode : undefined
  switch (given?.type) {
    case undefined:
      return linkOf(button, code) ?? code
    case 'url':
      return linkOf(button, given.text)
    case 'one_time_code':
      return given.code
    case 'quick_reply':
      return given.payload
    case 'copy_code':
      return given.couponCode
    case 'flow':
      return given.flowToken
    case 'catalog':
      return given.thumbnailProductRetailerId
  }
}

function linkOf({ type, url }: TemplateButton, end: string | undefined): string | undefined {
  if (type !== 'URL' || url === '') return undefined
  const [name = '1'] = placeholders(url)
  return fillText(url, end === undefined ? new Map() : new Map([[name, end]]))
}

import type {
  BodyParameter,
  ButtonParameter,
  CarouselCard,
  HeaderParameter,
  TemplateContent,
} from '@waypost/contract'
import { composeMedia } from './compose-media.ts'
import type { GraphComponent, GraphParameter, GraphTemplate } from './graph-template.ts'

/**
 * A checked template in Meta's form. Parts without values are left out, as Meta wants it; a one-time code
 * goes into the body and the button; components in Meta's own form follow untouched.
 */
export function composeTemplate(content: TemplateContent): GraphTemplate {
  const components = [
    ...headerComponents(content),
    ...offerComponents(content),
    ...bodyComponents(content),
    ...carouselComponents(content.carousel ?? []),
    ...buttonComponents(content),
    ...(content.components ?? []),
  ]
  return {
    name: content.templateName,
    language: { code: content.languageCode },
    ...(components.length > 0 && { components }),
  }
}

type Parts = Partial<TemplateContent>

function headerComponents({ headerParameters: header }: Parts): GraphComponent[] {
  return header === undefined ? [] : [{ type: 'header', parameters: [headerParameter(header)] }]
}

function headerParameter(header: HeaderParameter): GraphParameter {
  switch (header.type) {
    case 'text':
      return { type: 'text', text: header.text, ...named(header) }
    case 'image':
      return { type: 'image', image: composeMedia(header.image) }
    case 'video':
      return { type: 'video', video: composeMedia(header.video) }
    case 'document':
      return { type: 'document', document: composeMedia(header.document) }
    case 'location':
      return { type: 'location', location: header.location }
    case 'product': {
      const { productRetailerId, catalogId } = header.product
      return { type: 'product', product: { product_retailer_id: productRetailerId, catalog_id: catalogId } }
    }
  }
}

function offerComponents({ limitedTimeOffer: offer }: Parts): GraphComponent[] {
  if (offer === undefined) return []
  const parameter = {
    type: 'limited_time_offer',
    limited_time_offer: { expiration_time_ms: Date.parse(offer.expirationTime) },
  }
  return [{ type: 'limited_time_offer', parameters: [parameter] }]
}

function bodyComponents({ templateParameters, oneTimeCode }: Parts): GraphComponent[] {
  const parameters =
    oneTimeCode === undefined ? (templateParameters ?? []).map(bodyParameter) : [textOf(oneTimeCode)]
  return parameters.length === 0 ? [] : [{ type: 'body', parameters }]
}

function bodyParameter(parameter: BodyParameter): GraphParameter {
  switch (parameter.type) {
    case 'text':
      return { ...textOf(parameter.text), ...named(parameter) }
    case 'currency': {
      const { fallbackValue, code, amount1000 } = parameter.currency
      const currency = { fallback_value: fallbackValue, code, amount_1000: amount1000 }
      return { type: 'currency', currency, ...named(parameter) }
    }
    case 'date_time':
      return {
        type: 'date_time',
        date_time: { fallback_value: parameter.dateTime.fallbackValue },
        ...named(parameter),
      }
  }
}

const textOf = (text: string): GraphParameter => ({ type: 'text', text })

const named = ({ parameterName }: { parameterName?: string }): { parameter_name?: string } =>
  parameterName === undefined ? {} : { parameter_name: parameterName }

function carouselComponents(cards: CarouselCard[]): GraphComponent[] {
  if (cards.length === 0) return []
  const composed = cards.map((card, position) => ({
    card_index: position,
    components: [...headerComponents(card), ...bodyComponents(card), ...buttonComponents(card)],
  }))
  return [{ type: 'carousel', cards: composed }]
}

function buttonComponents({ buttonParameters = [], oneTimeCode }: Parts): GraphComponent[] {
  const buttons: ButtonParameter[] =
    oneTimeCode === undefined ? buttonParameters : [{ type: 'one_time_code', index: 0, code: oneTimeCode }]
  return buttons.map((button) => ({
    type: 'button',
    sub_type: button.type === 'one_time_code' ? 'url' : button.type,
    index: String(button.index),
    ...buttonParametersOf(button),
  }))
}

function buttonParametersOf(button: ButtonParameter): { parameters?: GraphParameter[] } {
  switch (button.type) {
    case 'url':
      return { parameters: [textOf(button.text)] }
    case 'one_time_code':
      return { parameters: [textOf(button.code)] }
    case 'quick_reply':
      return { parameters: [{ type: 'payload', payload: button.payload }] }
    case 'copy_code':
      return { parameters: [{ type: 'coupon_code', coupon_code: button.couponCode }] }
    case 'flow': {
      const { flowToken, flowActionData } = button
      const action = {
        ...(flowToken !== undefined && { flow_token: flowToken }),
        ...(flowActionData !== undefined && { flow_action_data: flowActionData }),
      }
      return { parameters: [{ type: 'action', action }] }
    }
    case 'catalog': {
      const { thumbnailProductRetailerId: thumbnail } = button
      return thumbnail === undefined
        ? {}
        : { parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: thumbnail } }] }
    }
  }
}

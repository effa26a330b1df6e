/**
 * Interactive messages in Meta's words.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages#interactive-object
 */
import type { Interactive } from '@waypost/contract'
import { composeMedia } from './compose-media.ts'

type InteractiveType = Interactive['type']
type OfType<Type extends InteractiveType> = Extract<Interactive, { type: Type }>
type Header = NonNullable<OfType<'button'>['header']>

export interface GraphInteractive {
  type: InteractiveType
  header?: GraphHeader
  body?: { text: string }
  footer?: { text: string }
  action: object
}

type GraphHeader = { type: string } & Record<string, unknown>

export function composeInteractive(interactive: Interactive): GraphInteractive {
  const header = 'header' in interactive ? interactive.header : undefined
  const body = 'body' in interactive ? interactive.body : undefined
  const footer = 'footer' in interactive ? interactive.footer : undefined
  return {
    type: interactive.type,
    ...(header && { header: composeHeader(header) }),
    ...(body !== undefined && { body: { text: body } }),
    ...(footer !== undefined && { footer: { text: footer } }),
    action: actionOf(interactive),
  }
}

function composeHeader(header: Header): GraphHeader {
  switch (header.type) {
    case 'text':
      return { type: 'text', text: header.text }
    case 'image':
      return { type: 'image', image: composeMedia(header.image) }
    case 'video':
      return { type: 'video', video: composeMedia(header.video) }
    case 'document':
      return { type: 'document', document: composeMedia(header.document) }
  }
}

/** What can be tapped, by type. */
const actions: { [Type in InteractiveType]: (interactive: OfType<Type>) => object } = {
  button: ({ buttons }) => ({ buttons: buttons.map((reply) => ({ type: 'reply', reply })) }),
  list: ({ button, sections }) => ({ button, sections }),
  cta_url: openUrl,
  location_request_message: () => ({ name: 'send_location' }),
  address_message: ({ country, values, savedAddresses, validationErrors }) => ({
    name: 'address_message',
    parameters: {
      country,
      ...(values && { values }),
      ...(savedAddresses && { saved_addresses: savedAddresses }),
      ...(validationErrors && { validation_errors: validationErrors }),
    },
  }),
  flow: openFlow,
  product: ({ catalogId, productRetailerId }) => ({
    catalog_id: catalogId,
    product_retailer_id: productRetailerId,
  }),
  product_list: ({ catalogId, sections }) => ({
    catalog_id: catalogId,
    sections: sections.map(({ title, productItems }) => ({
      title,
      product_items: productItems.map(({ productRetailerId }) => ({
        product_retailer_id: productRetailerId,
      })),
    })),
  }),
  catalog_message: ({ thumbnailProductRetailerId: thumbnail }) => ({
    name: 'catalog_message',
    ...(thumbnail !== undefined && { parameters: { thumbnail_product_retailer_id: thumbnail } }),
  }),
  carousel: ({ cards }) => ({
    cards: cards.map(({ header, body, ...button }, position) => ({
      card_index: position,
      type: 'cta_url',
      header: composeHeader(header),
      ...(body !== undefined && { body: { text: body } }),
      action: openUrl(button),
    })),
  }),
  request_contact_info: () => ({ name: 'request_contact_info' }),
}

function actionOf<Type extends InteractiveType>(interactive: OfType<Type>): object {
  return actions[interactive.type](interactive)
}

function openUrl({ displayText, url }: { displayText: string; url: string }): object {
  return { name: 'cta_url', parameters: { display_text: displayText, url } }
}

/** `flow_message_version` is 3, always; there is no other. */
function openFlow(flow: OfType<'flow'>): object {
  const { flowId, flowName, displayText, flowToken, mode, flowAction, flowActionPayload } = flow
  return {
    name: 'flow',
    parameters: {
      flow_message_version: '3',
      ...(flowId !== undefined && { flow_id: flowId }),
      ...(flowName !== undefined && { flow_name: flowName }),
      flow_cta: displayText,
      ...(flowToken !== undefined && { flow_token: flowToken }),
      ...(mode && { mode }),
      ...(flowAction && { flow_action: flowAction }),
      ...(flowActionPayload && { flow_action_payload: flowActionPayload }),
    },
  }
}

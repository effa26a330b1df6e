import type { Interactive } from '@waypost/contract'
import { expect, it } from 'vitest'
import { composeContacts } from './compose-contacts.ts'
import { composeInteractive } from './compose-interactive.ts'

const body = 'Choose'
const rows: Record<string, [Interactive, object]> = {
  'reply buttons': [
    { type: 'button', body, buttons: [{ id: 'y', title: 'Yes' }] },
    { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] },
  ],
  'a link': [
    { type: 'cta_url', body, displayText: 'Shop', url: 'https://example.com' },
    { name: 'cta_url', parameters: { display_text: 'Shop', url: 'https://example.com' } },
  ],
  'a request for a location': [{ type: 'location_request_message', body }, { name: 'send_location' }],
  'a request for contact details': [{ type: 'request_contact_info', body }, { name: 'request_contact_info' }],
  'a product': [
    { type: 'product', catalogId: '7', productRetailerId: 'sku-1' },
    { catalog_id: '7', product_retailer_id: 'sku-1' },
  ],
  'products in sections': [
    {
      type: 'product_list',
      header: { type: 'text', text: 'Shoes' },
      body,
      catalogId: '7',
      sections: [{ title: 'New', productItems: [{ productRetailerId: 'sku-1' }] }],
    },
    { catalog_id: '7', sections: [{ title: 'New', product_items: [{ product_retailer_id: 'sku-1' }] }] },
  ],
  'a catalogue': [{ type: 'catalog_message', body }, { name: 'catalog_message' }],
  'a catalogue with a picture': [
    { type: 'catalog_message', body, thumbnailProductRetailerId: 'sku-1' },
    { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'sku-1' } },
  ],
  'a flow by its name, without what was left out': [
    { type: 'flow', body, flowName: 'signup', displayText: 'Start' },
    { name: 'flow', parameters: { flow_message_version: '3', flow_name: 'signup', flow_cta: 'Start' } },
  ],
}

it.each(Object.entries(rows))('sends %s in the words of Meta', (_name, [interactive, action]) => {
  const sent = composeInteractive(interactive)
  expect(sent.type).toBe(interactive.type)
  expect(sent.action).toEqual(action)
})

it('sends header, body and footer only where there are any', () => {
  const buttons = [{ id: 'y', title: 'Yes' }]
  const full = composeInteractive({
    type: 'button',
    header: { type: 'text', text: 'Hello' },
    body,
    footer: 'Bye',
    buttons,
  })
  expect(full).toMatchObject({
    header: { type: 'text', text: 'Hello' },
    body: { text: 'Choose' },
    footer: { text: 'Bye' },
  })
  const least = composeInteractive({ type: 'product', catalogId: '7', productRetailerId: 'sku-1' })
  expect(Object.keys(least).toSorted()).toEqual(['action', 'type'])
})

it('sends a file of a header by its link', () => {
  const link = 'https://example.com/a.png'
  const sent = composeInteractive({
    type: 'button',
    header: { type: 'image', image: { link } },
    body,
    buttons: [{ id: 'y', title: 'Yes' }],
  })
  expect(sent.header).toEqual({ type: 'image', image: { link } })
})

it('spells the fields of a contact card as Meta does, at every depth, and leaves values alone', () => {
  const cards = composeContacts([
    {
      name: { formattedName: 'Dana Levi', firstName: 'Dana' },
      phones: [{ phone: '+972546800360', waId: '972546800360' }],
    },
  ])
  expect(cards).toEqual([
    {
      name: { formatted_name: 'Dana Levi', first_name: 'Dana' },
      phones: [{ phone: '+972546800360', wa_id: '972546800360' }],
    },
  ])
})

/** Every limit of an interactive message at its edge. The limits are Meta's. */
import { describe, expect, it } from 'vitest'
import { faultsIn, text, times } from '../../test/faults.ts'
import { SendRequest } from '../index.ts'

const link = 'https://example.com/file'
const faults = (interactive: object) =>
  faultsIn(SendRequest, {
    to: '+972546800360',
    type: 'interactive',
    interactive: { body: 'Choose', ...interactive },
  })

const reply = (fields: object = {}) => ({ id: 'yes', title: 'Yes', ...fields })
const buttons = (...list: object[]) => ({ type: 'button', buttons: list })
const row = (fields: object = {}) => ({ id: 'morning', title: 'Morning', ...fields })
const list = (fields: object) => ({
  type: 'list',
  button: 'Choose',
  sections: [{ rows: [row()] }],
  ...fields,
})
const flow = (fields: object) => ({ type: 'flow', flowId: '1', displayText: 'Book', ...fields })
const address = (fields: object) => ({ type: 'address_message', country: 'IN', ...fields })
const products = (fields: object) => ({
  type: 'product_list',
  header: { type: 'text', text: 'Shoes' },
  catalogId: '1',
  sections: [{ title: 'New', productItems: [{ productRetailerId: 'a' }] }],
  ...fields,
})
const url = (fields: object) => ({ type: 'cta_url', displayText: 'Track', url: link, ...fields })
const card = { header: { type: 'image', image: { link } }, displayText: 'Buy', url: link }
const carousel = (...cards: object[]) => ({ type: 'carousel', cards })

interface Edge {
  what: string
  accepted: object
  refused: object
  path: string
  message: string
}

const edges: Edge[] = [
  {
    what: 'the body',
    accepted: { ...buttons(reply()), body: text(1024) },
    refused: { ...buttons(reply()), body: '' },
    path: '/body',
    message: 'must have at least 1 character',
  },
  {
    what: 'the body of a list',
    accepted: list({ body: text(4096) }),
    refused: list({ body: text(4097) }),
    path: '/body',
    message: 'must have at most 4096 characters',
  },
  {
    what: 'the footer',
    accepted: { ...buttons(reply()), footer: text(60) },
    refused: { ...buttons(reply()), footer: text(61) },
    path: '/footer',
    message: 'must have at most 60 characters',
  },
  {
    what: 'a header of text',
    accepted: { ...buttons(reply()), header: { type: 'text', text: text(60) } },
    refused: { ...buttons(reply()), header: { type: 'text', text: '' } },
    path: '/header/text',
    message: 'must have at least 1 character',
  },
  {
    what: 'a header with a file',
    accepted: { ...buttons(reply()), header: { type: 'video', video: { mediaId: '1' } } },
    refused: { ...buttons(reply()), header: { type: 'video', video: {} } },
    path: '/header/video',
    message: 'must have exactly one of link and mediaId',
  },
  {
    what: 'a header with a document',
    accepted: { ...buttons(reply()), header: { type: 'document', document: { link, filename: text(240) } } },
    refused: { ...buttons(reply()), header: { type: 'document', document: { link, caption: 'a' } } },
    path: '/header/document/caption',
    message: 'is not a field of this request',
  },
  {
    what: 'the number of buttons',
    accepted: buttons(...times(3, (i) => reply({ id: String(i), title: String(i) }))),
    refused: buttons(),
    path: '/buttons',
    message: 'must have at least 1 entry',
  },
  {
    what: 'the label of a button',
    accepted: buttons(reply({ title: text(20) })),
    refused: buttons(reply({ title: text(21) })),
    path: '/buttons/0/title',
    message: 'must have at most 20 characters',
  },
  {
    what: 'the id of a button',
    accepted: buttons(reply({ id: text(256) })),
    refused: buttons(reply({ id: text(257) })),
    path: '/buttons/0/id',
    message: 'must have at most 256 characters',
  },
  {
    what: 'spaces around the id of a button',
    accepted: buttons(reply({ id: 'order 7' })),
    refused: buttons(reply({ id: ' order 7' })),
    path: '/buttons/0/id',
    message: 'must not begin or end with a space',
  },
  {
    what: 'the label of a list',
    accepted: list({ button: text(20) }),
    refused: list({ button: text(21) }),
    path: '/button',
    message: 'must have at most 20 characters',
  },
  {
    what: 'the number of sections',
    accepted: list({ sections: times(10, (i) => ({ title: 'A', rows: [row({ id: String(i) })] })) }),
    refused: list({ sections: [] }),
    path: '/sections',
    message: 'must have at least 1 entry',
  },
  {
    what: 'the heading of a section',
    accepted: list({ sections: [{ title: text(24), rows: [row()] }] }),
    refused: list({ sections: [{ title: text(25), rows: [row()] }] }),
    path: '/sections/0/title',
    message: 'must have at most 24 characters',
  },
  {
    what: 'the number of rows',
    accepted: list({ sections: [{ rows: times(10, (i) => row({ id: String(i) })) }] }),
    refused: list({ sections: [{ rows: [] }] }),
    path: '/sections/0/rows',
    message: 'must have at least 1 entry',
  },
  {
    what: 'rows of all sections',
    accepted: list({
      sections: times(2, (s) => ({
        title: 'A',
        rows: times(5, (i) => row({ id: `${String(s)}${String(i)}` })),
      })),
    }),
    refused: list({
      sections: times(2, (s) => ({
        title: 'A',
        rows: times(5 + s, (i) => row({ id: `${String(s)}${String(i)}` })),
      })),
    }),
    path: '/sections',
    message: 'must have at most 10 rows in total; it has 11',
  },
  {
    what: 'the title of a row',
    accepted: list({ sections: [{ rows: [row({ title: text(24) })] }] }),
    refused: list({ sections: [{ rows: [row({ title: text(25) })] }] }),
    path: '/sections/0/rows/0/title',
    message: 'must have at most 24 characters',
  },
  {
    what: 'the id of a row',
    accepted: list({ sections: [{ rows: [row({ id: text(200) })] }] }),
    refused: list({ sections: [{ rows: [row({ id: text(201) })] }] }),
    path: '/sections/0/rows/0/id',
    message: 'must have at most 200 characters',
  },
  {
    what: 'the description of a row',
    accepted: list({ sections: [{ rows: [row({ description: text(72) })] }] }),
    refused: list({ sections: [{ rows: [row({ description: '' })] }] }),
    path: '/sections/0/rows/0/description',
    message: 'must have at least 1 character',
  },
  {
    what: 'an id in two sections',
    accepted: list({ sections: times(2, (i) => ({ title: 'A', rows: [row({ id: String(i) })] })) }),
    refused: list({ sections: times(2, () => ({ title: 'A', rows: [row()] })) }),
    path: '/sections/1/rows/0/id',
    message: 'is used twice: morning',
  },
  {
    what: 'the label of a link',
    accepted: url({ displayText: text(20) }),
    refused: url({ displayText: text(21) }),
    path: '/displayText',
    message: 'must have at most 20 characters',
  },
  {
    what: 'the scheme of a link',
    accepted: url({ url: 'http://example.com' }),
    refused: url({ url: 'tel:+972546800360' }),
    path: '/url',
    message: 'must be a link that starts with https:// (or http://)',
  },
  {
    what: 'the country of an address',
    accepted: address({ country: 'SG' }),
    refused: address({ country: 'DE' }),
    path: '/country',
    message: 'must be one of IN, SG',
  },
  {
    what: 'the number of saved addresses',
    accepted: address({ savedAddresses: times(20, (i) => ({ id: String(i), value: { city: 'Delhi' } })) }),
    refused: address({ savedAddresses: [] }),
    path: '/savedAddresses',
    message: 'must have at least 1 entry',
  },
  {
    what: 'the id of a saved address',
    accepted: address({ savedAddresses: [{ id: text(200), value: {} }] }),
    refused: address({ savedAddresses: [{ id: 'home ', value: {} }] }),
    path: '/savedAddresses/0/id',
    message: 'must not begin or end with a space',
  },
  {
    what: 'errors of an address',
    accepted: address({ validationErrors: { in_pin_code: 'No delivery there.' } }),
    refused: address({ validationErrors: { in_pin_code: 7 } }),
    path: '/validationErrors/in_pin_code',
    message: 'must be a string',
  },
  {
    what: 'the label of a flow',
    accepted: flow({ displayText: text(30) }),
    refused: flow({ displayText: text(31) }),
    path: '/displayText',
    message: 'must have at most 30 characters',
  },
  {
    what: 'the token of a flow',
    accepted: flow({ flowToken: text(1000) }),
    refused: flow({ flowToken: text(1001) }),
    path: '/flowToken',
    message: 'must have at most 1000 characters',
  },
  {
    what: 'the mode of a flow',
    accepted: flow({ mode: 'draft' }),
    refused: flow({ mode: 'live' }),
    path: '/mode',
    message: 'must be one of draft, published',
  },
  {
    what: 'the action of a flow',
    accepted: flow({ flowAction: 'data_exchange' }),
    refused: flow({ flowAction: 'open' }),
    path: '/flowAction',
    message: 'must be one of navigate, data_exchange',
  },
  {
    what: 'the first screen of a flow',
    accepted: flow({ flowActionPayload: { screen: text(200), data: { deep: [{ any: null }] } } }),
    refused: flow({ flowActionPayload: {} }),
    path: '/flowActionPayload/screen',
    message: 'is required',
  },
  {
    what: 'the heading above products',
    accepted: products({ header: { type: 'text', text: 'A' } }),
    refused: products({ header: { type: 'image', text: 'A' } }),
    path: '/header/type',
    message: 'must be text',
  },
  {
    what: 'the number of products',
    accepted: products({
      sections: [{ title: 'A', productItems: times(30, (i) => ({ productRetailerId: String(i) })) }],
    }),
    refused: products({
      sections: [{ title: 'A', productItems: times(31, (i) => ({ productRetailerId: String(i) })) }],
    }),
    path: '/sections/0/productItems',
    message: 'must have at most 30 entries',
  },
  {
    what: 'products of all sections',
    accepted: products({
      sections: times(2, () => ({
        title: 'A',
        productItems: times(15, (i) => ({ productRetailerId: String(i) })),
      })),
    }),
    refused: products({
      sections: times(2, (s) => ({
        title: 'A',
        productItems: times(15 + s, (i) => ({ productRetailerId: String(i) })),
      })),
    }),
    path: '/sections',
    message: 'must have at most 30 products in total; it has 31',
  },
  {
    what: 'the heading of products',
    accepted: products({ sections: [{ title: text(24), productItems: [{ productRetailerId: 'a' }] }] }),
    refused: products({ sections: [{ productItems: [{ productRetailerId: 'a' }] }] }),
    path: '/sections/0/title',
    message: 'is required',
  },
  {
    what: 'the product shown for a catalogue',
    accepted: { type: 'catalog_message', thumbnailProductRetailerId: text(100) },
    refused: { type: 'catalog_message', thumbnailProductRetailerId: text(101) },
    path: '/thumbnailProductRetailerId',
    message: 'must have at most 100 characters',
  },
  {
    what: 'the most cards',
    accepted: carousel(...times(10, () => card)),
    refused: carousel(...times(11, () => card)),
    path: '/cards',
    message: 'must have at most 10 entries',
  },
  {
    what: 'the fewest cards',
    accepted: carousel(card, card),
    refused: carousel(card),
    path: '/cards',
    message: 'must have at least 2 entries',
  },
  {
    what: 'the header of a card',
    accepted: carousel(card, card),
    refused: carousel(card, { ...card, header: { type: 'text', text: 'A' } }),
    path: '/cards/1/header/type',
    message: 'must be one of image, video',
  },
  {
    what: 'a request for the location',
    accepted: { type: 'location_request_message' },
    refused: { type: 'location_request_message', footer: 'A' },
    path: '/footer',
    message: 'is not a field of this request',
  },
  {
    what: 'a request for the phone number',
    accepted: { type: 'request_contact_info' },
    refused: { type: 'request_contact_info', header: { type: 'text', text: 'A' } },
    path: '/header',
    message: 'is not a field of this request',
  },
]

describe.each(edges)('$what', ({ accepted, refused, path, message }) => {
  it('is accepted within its limit', () => {
    expect(faults(accepted)).toEqual({})
  })

  it('is refused past its limit, at its field', () => {
    expect(faults(refused)).toEqual({ [`/interactive${path}`]: message })
  })
})

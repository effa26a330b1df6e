/** The action of each type of interactive message. */
import { z } from 'zod'
import { httpLink } from '../fields/link.ts'

const words = (description: string, example: string, maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .meta({ description: `${description} ${String(maxLength)} characters at most.`, examples: [example] })

const identifier = (description: string, example: string, maxLength: number) =>
  words(description, example, maxLength).refine((id) => id === id.trim(), {
    error: 'must not begin or end with a space',
  })

const catalogId = words("The catalogue's id.", '194836987003835', 100)
const productRetailerId = words("The product's id in the catalogue.", 'SKU-7', 100)
const free = z.record(z.string(), z.json())

const buttons = z
  .array(
    z.strictObject({
      id: identifier('Returned with the reply; no leading or trailing spaces.', 'yes', 256),
      title: words('The label.', 'Yes', 20),
    }),
  )
  .min(1)
  .max(3)

const rows = z
  .array(
    z.strictObject({
      id: identifier('Returned with the reply; no leading or trailing spaces.', 'morning', 200),
      title: words('The row.', 'Morning', 24),
      description: words('More about it.', '8 to 12', 72).exactOptional(),
    }),
  )
  .min(1)
  .max(10)

const flow = {
  flowId: words("The flow's id; this or flowName.", '1123581321345589', 100).exactOptional(),
  flowName: words("The flow's name; this or flowId.", 'book_appointment', 200).exactOptional(),
  displayText: words('The label of the button.', 'Book', 30),
  flowToken: words('Returned with the answer.', 'order-1042', 1000).exactOptional(),
  mode: z
    .enum(['draft', 'published'])
    .exactOptional()
    .meta({ description: 'Whether the draft is shown, for tests.', examples: ['published'] }),
  flowAction: z
    .enum(['navigate', 'data_exchange'])
    .exactOptional()
    .meta({
      description: 'Open a screen, or fetch the first one from your endpoint.',
      examples: ['navigate'],
    }),
  flowActionPayload: z
    .strictObject({
      screen: words('The first screen.', 'WELCOME', 200),
      data: free
        .exactOptional()
        .meta({ description: 'The input of the screen.', examples: [{ name: 'Ada' }] }),
    })
    .exactOptional(),
}

const address = {
  country: z.enum(['IN', 'SG']).meta({ description: 'The country whose form is shown.', examples: ['IN'] }),
  values: free.exactOptional().meta({
    description: 'Prefilled values, by form field.',
    examples: [{ name: 'Ada' }],
  }),
  savedAddresses: z
    .array(
      z.strictObject({
        id: identifier('Returned when it is chosen.', 'home', 200),
        value: free.meta({
          description: 'The address, by form field.',
          examples: [{ city: 'Delhi' }],
        }),
      }),
    )
    .min(1)
    .max(20)
    .exactOptional(),
  validationErrors: z
    .record(z.string(), z.string())
    .exactOptional()
    .meta({
      description: 'The errors of the previous answer, by form field.',
      examples: [{ in_pin_code: 'We do not deliver there.' }],
    }),
}

/** The fields of each type beside header, body and footer. */
export const actions = {
  button: { buttons },
  list: {
    button: words('The label of the button that opens the list.', 'Choose', 20),
    sections: z
      .array(
        z.strictObject({
          title: words(
            'The heading; needed where there are several sections.',
            'Tomorrow',
            24,
          ).exactOptional(),
          rows,
        }),
      )
      .min(1)
      .max(10),
  },
  cta_url: {
    displayText: words('The label of the button.', 'Track order', 20),
    url: httpLink.meta({
      description: 'Where the button leads.',
      examples: ['https://example.com/orders/1042'],
    }),
  },
  address_message: address,
  flow,
  product: { catalogId, productRetailerId },
  product_list: {
    catalogId,
    sections: z
      .array(
        z.strictObject({
          title: words('The heading.', 'Shoes', 24),
          productItems: z.array(z.strictObject({ productRetailerId })).min(1).max(30),
        }),
      )
      .min(1)
      .max(10),
  },
  catalog_message: {
    thumbnailProductRetailerId: productRetailerId.exactOptional().meta({
      description: 'The product whose picture is shown.',
      examples: ['SKU-7'],
    }),
  },
}

import { TemplateContent } from '@waypost/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GraphError } from '../../../packages/graph-simulator/src/graph/graph-error.ts'
import { toPart } from '../../../packages/graph-simulator/src/graph/json-part.ts'
import { fillTemplate, findTemplate } from '../../../packages/graph-simulator/src/templates/check-template.ts'
import { defaultTemplates } from '../../../packages/graph-simulator/src/templates/default-templates.ts'
import { composeTemplate } from '../graph/compose-template.ts'
import { readTemplatePage } from '../graph/template-list.ts'
import { checkTemplate } from './check-template.ts'
import { templateId, type Template } from './template.ts'

/** Our check and the simulator's, side by side: neither was made from the other. */

const definitions = defaultTemplates('1')
const copies: Template[] = (readTemplatePage(JSON.stringify({ data: definitions }))?.templates ?? []).map(
  (listed) => ({
    ...listed,
    id: templateId('1', listed.name, listed.language),
    wabaId: '1',
    syncedAt: new Date(0),
  }),
)

const text = (value: string, parameterName?: string) => ({
  type: 'text' as const,
  text: value,
  ...(parameterName !== undefined && { parameterName }),
})
const media = { link: 'https://example.com/file' }
const headers = [
  text('Dana'),
  text('Dana', 'first_name'),
  text('x'.repeat(60)),
  { type: 'image', image: media },
  { type: 'video', video: media },
  { type: 'document', document: media },
  { type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop', address: 'Street 1' } },
  { type: 'product', product: { productRetailerId: 'SKU-7', catalogId: '1' } },
]
const parameter = fc.oneof(
  fc.constantFrom(...['first_name', 'date', 'time', 'colour'].map((name) => text('value', name))),
  fc.constantFrom(text('value'), text('482913'), text('x'.repeat(1000)), text('{{2}}')),
  fc.constantFrom(
    { type: 'currency', currency: { fallbackValue: '$1', code: 'USD', amount1000: 1000 } },
    { type: 'date_time', dateTime: { fallbackValue: 'Monday' } },
  ),
)
const button = fc.tuple(
  fc.nat(4),
  fc.constantFrom(
    { type: 'url', text: '482913' },
    { type: 'url', text: 'ORD-1' },
    { type: 'quick_reply', payload: 'YES' },
    { type: 'copy_code', couponCode: 'SPRING25' },
    { type: 'flow', flowToken: 'token' },
    { type: 'catalog', thumbnailProductRetailerId: 'SKU-7' },
    { type: 'catalog' },
    { type: 'one_time_code', code: '482913' },
  ),
)
const parameters = fc.array(parameter, { maxLength: 4 })
const buttons = fc
  .uniqueArray(button, { maxLength: 3, selector: ([index]) => index })
  .map((list) => list.map(([index, rest]) => ({ index, ...rest })))
const card = fc.record({
  headerParameters: fc.constantFrom(...headers),
  templateParameters: parameters,
  buttonParameters: buttons,
})

/** A value for each field of a send, or its absence. */
const fields = {
  headerParameters: fc.option(fc.constantFrom(...headers), { nil: undefined }),
  templateParameters: fc.option(parameters, { nil: undefined }),
  buttonParameters: fc.option(buttons, { nil: undefined }),
  oneTimeCode: fc.constantFrom(undefined, '482913'),
  carousel: fc.option(fc.array(card, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  limitedTimeOffer: fc.constantFrom(undefined, { expirationTime: '2027-01-31T18:00:00Z' }),
  components: fc.constantFrom(
    undefined,
    [{ type: 'tap_target_configuration', parameters: [] }],
    [{ type: 'HEADER', parameters: [{ type: 'image', image: media }] }],
    [{ type: 'body', parameters: [text('by Meta’s own form')] }],
    [
      {
        type: 'button',
        sub_type: 'mpm',
        index: 0,
        parameters: [
          {
            type: 'action',
            action: {
              thumbnail_product_retailer_id: 'SKU-7',
              sections: [{ product_items: [{ product_retailer_id: 'SKU-7' }] }],
            },
          },
        ],
      },
    ],
  ),
}

const body = (...values: string[]) => ({ templateParameters: values.map((value) => text(value)) })
const image = { headerParameters: { type: 'image', image: media } }
const rightCard = {
  ...image,
  ...body('10OFF'),
  buttonParameters: [{ index: 1, type: 'url', text: '10OFF' }],
}

/** A send of each template that Meta would take. */
const right: Record<string, object> = {
  hello_world: {},
  jaspers_market_image_cta_v1: {
    ...image,
    ...body('figs'),
    buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
  },
  order_shipped: body('1042', 'Monday'),
  appointment_reminder: {
    headerParameters: text('Dana', 'first_name'),
    templateParameters: [text('Dana', 'first_name'), text('9:00', 'time'), text('Monday', 'date')],
  },
  login_code: { oneTimeCode: '482913' },
  spring_offer: {
    ...image,
    ...body('Dana'),
    limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00Z' },
    buttonParameters: [
      { index: 0, type: 'copy_code', couponCode: 'SPRING25' },
      { index: 1, type: 'url', text: 'SPRING25' },
    ],
  },
  product_carousel: { ...body('Dana'), carousel: [rightCard, rightCard] },
  invoice_ready: { headerParameters: { type: 'document', document: media }, ...body('1042', '$100') },
  store_location: { headerParameters: headers[6], ...body('the counter') },
  product_video: { headerParameters: { type: 'video', video: media }, ...body('soap') },
  price_update: body('$12', 'Monday'),
  delivery_feedback: body('1042'),
  menu_flow: { buttonParameters: [{ index: 0, type: 'flow', flowToken: 'token' }] },
  shop_catalog: body('Dana'),
  weekly_selection: body('Dana'),
  call_us: body('parcels'),
}

const fill = fc
  .constantFrom(...definitions)
  .chain(({ name, language }) =>
    fc.tuple(
      fc.constant({ ...right[name], templateName: name, languageCode: language }),
      fc
        .subarray(Object.entries<fc.Arbitrary<unknown>>(fields), { maxLength: 2 })
        .chain((changed) => fc.record(Object.fromEntries(changed))),
    ),
  )
  .map(([base, changes]) =>
    Object.fromEntries(
      Object.entries<unknown>({ ...base, ...changes }).filter(([, value]) => value !== undefined),
    ),
  )
  .filter((content) => TemplateContent.safeParse(content).success)
  .map((content) => TemplateContent.parse(content))

/** The code the simulator refuses with; null: it sends. */
function refusedByMeta(content: TemplateContent): number | null {
  try {
    const sent = toPart(composeTemplate(content), 'template')
    const template = findTemplate(definitions, '1', sent)
    fillTemplate(template, sent, { media: () => undefined, formatCode: 132012 })
    return null
  } catch (error) {
    if (error instanceof GraphError) return error.refusal.code
    throw error
  }
}

function refusedHere(content: TemplateContent): string | undefined {
  const copy = copies.find(
    ({ name, language }) => name === content.templateName && language === content.languageCode,
  )
  if (!copy) throw new Error(`There is no copy of ${content.templateName}.`)
  return checkTemplate(copy, content)?.code
}

it('never refuses what Meta takes, and lets little pass that Meta refuses', () => {
  const met = { both: 0, sent: 0, onlyMeta: 0 }
  fc.assert(
    fc.property(fill, (content) => {
      const theirs = refusedByMeta(content)
      const ours = refusedHere(content)
      if (theirs === null) expect(ours).toBeUndefined()
      if (theirs === null) met.sent++
      else if (ours === undefined) met.onlyMeta++
      else met.both++
    }),
    { numRuns: 4000, seed: 20261121 },
  )
  expect(met.sent).toBeGreaterThan(500)
  expect(met.both).toBeGreaterThan(500)
  expect(met.onlyMeta / met.both).toBeLessThan(0.1)
})

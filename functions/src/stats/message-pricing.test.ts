import { expect, it } from 'vitest'
import { pricingOf } from './message-pricing.ts'
import type { MetaEntry, TimelineEntry } from '../messages/timeline.ts'

const at = new Date(0)
const entry = (status: string, pricing: unknown, attempt = 1): MetaEntry => ({
  source: 'meta',
  at,
  status,
  attempt,
  wamid: 'wamid.1',
  raw: JSON.stringify({ status, pricing }),
})
const utility = { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' }
const free = { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' }

it.each<[string, TimelineEntry[], ReturnType<typeof pricingOf>]>([
  ['no status', [], undefined],
  ['a status without a price', [entry('sent', undefined)], undefined],
  ['sent', [entry('sent', utility)], { category: 'utility', type: 'regular', billable: true }],
  [
    'delivered rather than sent, whichever came first',
    [entry('delivered', free), entry('sent', utility)],
    { category: 'service', type: 'free_customer_service', billable: false },
  ],
  [
    'the last attempt',
    [entry('delivered', utility, 1), entry('sent', free, 2)],
    {
      category: 'service',
      type: 'free_customer_service',
      billable: false,
    },
  ],
  [
    'a price in words of another time',
    [entry('sent', { category: 'authentication-international' })],
    { category: 'authentication_international', type: 'unknown', billable: null },
  ],
  ['a price that is none', [entry('sent', 'free'), entry('read', { billable: true })], undefined],
  [
    'what we did',
    [{ source: 'waypost', at, status: 'accepted', attempt: 1 }, entry('sent', utility)],
    { category: 'utility', type: 'regular', billable: true },
  ],
])('finds the price in %s', (_what, timeline, pricing) => {
  expect(pricingOf(timeline)).toEqual(pricing)
})

it('is not confused by a status that cannot be read', () => {
  expect(pricingOf([{ ...entry('sent', utility), raw: 'no JSON' }])).toBeUndefined()
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MetaEntry } from '../messages/timeline.ts'
import { statsCounter, type Countable } from './stats-cell.ts'

type Outbound = Extract<Countable, { direction: 'out' }>

const delivered = (pricing?: object): MetaEntry => ({
  source: 'meta',
  at: new Date('2026-01-01T00:00:00Z'),
  status: 'delivered',
  attempt: 1,
  wamid: 'wamid.1',
  raw: JSON.stringify({ pricing }),
})
const sent = (changed: Partial<Outbound> = {}, timeline: readonly MetaEntry[] = []): Outbound => ({
  direction: 'out',
  sessionId: 'ses_a',
  owner: 'shop',
  mode: 'live',
  template: 'order_shipped',
  category: 'utility',
  facets: { sending: 'accepted', attempt: 1, progress: 0, timeline },
  ...changed,
})
const received: Countable = { direction: 'in', sessionId: 'ses_a' }
const count = (messages: readonly Countable[]) => {
  const counter = statsCounter()
  for (const message of messages) counter.add(message)
  return counter.cells()
}

it('counts nothing as no cells', () => {
  expect(count([])).toEqual([])
})

it('counts messages that agree in everything together', () => {
  expect(count([sent(), sent(), sent()])).toMatchObject([{ count: 3, status: 'accepted', owner: 'shop' }])
})

it.each<[string, Partial<Outbound>]>([
  ['session', { sessionId: 'ses_b' }],
  ['owner', { owner: 'bank' }],
  ['mode', { mode: 'test' }],
  ['template', { template: null }],
  ['category', { category: 'marketing' }],
  ['status', { facets: { sending: 'failed', attempt: 1, progress: 0, timeline: [] } }],
])('counts messages of another %s apart', (_name, changed) => {
  expect(count([sent(), sent(changed)]).map((cell) => cell.count)).toEqual([1, 1])
})

it('counts what was received for the session, and for no owner', () => {
  expect(count([received, received])).toMatchObject([
    { session: 'ses_a', owner: '', mode: null, template: null, status: 'received', count: 2 },
  ])
})

it('counts by the furthest status that Meta reported', () => {
  const facets = { sending: 'accepted', attempt: 1, progress: 130, timeline: [delivered()] } as const
  expect(count([sent({ facets })])).toMatchObject([{ status: 'delivered', pricing: null }])
})

it("takes Meta's category of the price over that of the template: that one is charged", () => {
  const price = { category: 'marketing', type: 'regular', billable: true }
  expect(count([sent({}, [delivered(price)])])).toMatchObject([{ category: 'marketing', pricing: price }])
})

it('counts free and charged messages apart', () => {
  const price = { category: 'utility', type: 'regular', billable: true }
  const free = { ...price, billable: false }
  expect(count([sent({}, [delivered(price)]), sent({}, [delivered(free)])])).toHaveLength(2)
})

it('gives the same document in whatever order the messages are read, and loses none', () => {
  const message = fc.record({
    sessionId: fc.constantFrom('ses_a', 'ses_b'),
    owner: fc.constantFrom('shop', 'bank'),
    template: fc.constantFrom('one', 'two', null),
  })
  fc.assert(
    fc.property(fc.array(message), (kinds) => {
      const messages = [...kinds.map((kind) => sent(kind)), received]
      const cells = count(messages)
      expect(count(messages.toReversed())).toEqual(cells)
      expect(cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(messages.length)
    }),
  )
})

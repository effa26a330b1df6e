import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StatsCell } from './stats-cell.ts'
import { statsView } from './stats-view.ts'

type DayCell = StatsCell & { readonly day: string }

const price = { category: 'utility', type: 'regular', billable: true }
const cell = (changed: Partial<DayCell> = {}): DayCell => ({
  day: '2026-01-01',
  session: 'ses_a',
  owner: 'shop',
  mode: 'live',
  template: 'order_shipped',
  category: 'utility',
  status: 'delivered',
  pricing: null,
  count: 1,
  ...changed,
})

it('says nothing was sent when nothing was', () => {
  expect(statsView([], 'day')).toEqual({
    data: [],
    total: { outbound: 0, inbound: 0, statuses: {}, pricing: [] },
  })
})

it('adds up sent messages by status, and received ones apart from them', () => {
  const cells = [
    cell({ count: 3 }),
    cell({ count: 2, template: 'other' }),
    cell({ count: 4, status: 'read' }),
    cell({ count: 7, status: 'received', owner: '' }),
  ]
  expect(statsView(cells, 'day').total).toMatchObject({
    outbound: 9,
    inbound: 7,
    statuses: { delivered: 5, read: 4 },
  })
})

it('does not list what was received as a status of what was sent', () => {
  expect(statsView([cell({ status: 'received' })], 'day').total.statuses).toEqual({})
})

it('adds up what is charged alike, and keeps free messages apart', () => {
  const cells = [
    cell({ pricing: price, count: 2 }),
    cell({ pricing: price, count: 3, status: 'read' }),
    cell({ pricing: { ...price, billable: false }, count: 4 }),
    cell({ count: 5 }),
  ]
  expect(statsView(cells, 'day').total.pricing).toEqual([
    { ...price, billable: false, count: 4 },
    { ...price, count: 5 },
  ])
})

it('has one row a day, the earliest first', () => {
  const cells = [
    cell({ day: '2026-01-02' }),
    cell({ day: '2026-01-01', count: 2 }),
    cell({ day: '2026-01-02' }),
  ]
  expect(statsView(cells, 'day').data).toMatchObject([
    { day: '2026-01-01', outbound: 2 },
    { day: '2026-01-02', outbound: 2 },
  ])
})

it('has a row for every pair of values when it is grouped by two', () => {
  const cells = [cell(), cell({ session: 'ses_b' }), cell({ session: 'ses_b', template: 'other' })]
  const rows = statsView(cells, 'session,template').data
  expect(rows.map(({ session, template }) => [session, template])).toEqual([
    ['ses_a', 'order_shipped'],
    ['ses_b', 'order_shipped'],
    ['ses_b', 'other'],
  ])
})

it('labels a row with what it was asked to group by and nothing else', () => {
  const [row] = statsView([cell()], 'category').data
  expect(row).toMatchObject({ category: 'utility' })
  expect(row).not.toHaveProperty('day')
  expect(row).not.toHaveProperty('session')
})

it('shows messages without a template as a row of their own', () => {
  const rows = statsView([cell({ template: null, count: 2 }), cell()], 'template').data
  expect(rows.find(({ template }) => template === null)).toMatchObject({ outbound: 2 })
})

it.each(['day', 'session', 'template', 'category', 'day,session', 'day,session,template,category'])(
  'has rows by %s that add up to the total',
  (groupBy) => {
    const any = fc.record({
      day: fc.constantFrom('2026-01-01', '2026-01-02'),
      session: fc.constantFrom('ses_a', 'ses_b'),
      template: fc.constantFrom('one', null),
      status: fc.constantFrom('delivered' as const, 'read' as const, 'received' as const),
      count: fc.integer({ min: 1, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(any), (changes) => {
        const { data, total } = statsView(changes.map(cell), groupBy)
        expect(data.reduce((sum, row) => sum + row.outbound, 0)).toBe(total.outbound)
        expect(data.reduce((sum, row) => sum + row.inbound, 0)).toBe(total.inbound)
      }),
    )
  },
)

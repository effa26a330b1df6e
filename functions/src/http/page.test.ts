import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pageAnswer, paginate } from './page.ts'

const cursorOf = (last: number) => `after ${String(last)}`

it.each<[string, number[], number, number[], string | null]>([
  ['an empty list', [], 2, [], null],
  ['fewer than a page', [1], 2, [1], null],
  ['exactly a page', [1, 2], 2, [1, 2], null],
  ['one more than a page', [1, 2, 3], 2, [1, 2], 'after 2'],
])('shows %s', (_name, found, limit, items, nextCursor) => {
  expect(paginate(found, limit, cursorOf)).toEqual({ items, nextCursor })
})

it('shows every item once and in order to those who follow the cursors', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const seen: number[] = []
      let from = 0
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = paginate(all.slice(from, from + limit + 1), limit, String)
        seen.push(...page.items)
        cursor = page.nextCursor
        from = all.indexOf(Number(cursor)) + 1
      }
      expect(seen).toEqual(all)
    }),
  )
})

it('says in the answer whether there is more, with each item as it is shown', () => {
  const view = (n: number) => ({ id: `msg_${String(n)}` })
  expect(pageAnswer({ items: [1, 2], nextCursor: 'c' }, view)).toEqual({
    status: 200,
    body: { data: [{ id: 'msg_1' }, { id: 'msg_2' }], hasMore: true, nextCursor: 'c' },
  })
  expect(pageAnswer({ items: [], nextCursor: null }, view).body).toEqual({
    data: [],
    hasMore: false,
    nextCursor: null,
  })
})

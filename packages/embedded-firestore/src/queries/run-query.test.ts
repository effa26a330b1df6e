import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commitWrites } from '../engine/commit.ts'
import { createEngine, databaseOf } from '../engine/engine.ts'
import { viewNow } from '../engine/history.ts'
import { parseQuery } from './query.ts'
import { runQuery } from './run-query.ts'
import type { Fields, StructuredQuery, Value, Write } from '../protocol/messages.ts'

const database = 'projects/demo-q/databases/(default)'
const nameOf = (id: number) => `${database}/documents/c/d${id}`
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map((n): Value => ({ integerValue: String(n) })),
  fc.constantFrom<Value>({ nullValue: 'NULL_VALUE' }, { stringValue: 'a' }, { doubleValue: 2.5 }),
)
const fields: fc.Arbitrary<Fields> = fc.dictionary(fc.constantFrom('a', 'b'), value)
const document = fc.record({ id: fc.nat(150), fields: fc.option(fields) })

const field = fc.constantFrom('a', 'b').map((fieldPath) => ({ fieldPath }))
const operators = [
  'EQUAL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
]
const filter = fc
  .record({ field, op: fc.constantFrom(...operators), value })
  .map((fieldFilter) => ({ fieldFilter }))
const ordered = fc.constantFrom('a', 'b', '__name__').map((fieldPath) => ({ fieldPath }))
const order = fc.record({ field: ordered, direction: fc.constantFrom('ASCENDING', 'DESCENDING') })
const query: fc.Arbitrary<StructuredQuery> = fc.record(
  {
    where: fc
      .array(filter, { minLength: 1, maxLength: 3 })
      .chain((filters) => fc.constantFrom('AND', 'OR').map((op) => ({ compositeFilter: { op, filters } }))),
    orderBy: fc.uniqueArray(order, { maxLength: 2, selector: (one) => one.field.fieldPath }),
    limit: fc.nat(20).map((amount) => ({ value: amount })),
    offset: fc.nat(5),
  },
  { requiredKeys: [] },
)

const write = (id: number, given: Fields | null): Write =>
  given ? { update: { name: nameOf(id), fields: given } } : { delete: nameOf(id) }

/** Cursors at the values of the n-th result, so that some lie within what is found. */
const cursors = fc.record({ at: fc.nat(30), before: fc.boolean() })

it('finds through indexes exactly what looking at every document finds, in the same order', () => {
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 150, maxLength: 400 }),
      query,
      cursors,
      (writes, asked, cursor) => {
        const engine = createEngine(() => new Date(0))
        const target = databaseOf(engine, database)
        for (let id = 0; id < 100; id++)
          commitWrites(engine, target, [write(id, { a: { integerValue: '1' } })])
        const structured = { ...asked, from: [{ collectionId: 'c' }] }
        const indexed = viewNow(target)
        const everything = { ...indexed, newest: false }
        // The first run builds the indexes; the writes after it have to keep them right.
        runQuery(indexed, parseQuery('', structured))
        for (const { id, fields } of writes) commitWrites(engine, target, [write(id, fields)])

        const plain = parseQuery('', structured)
        expect(runQuery(indexed, plain)).toEqual(runQuery(everything, plain))
        const pivot = runQuery(everything, plain)[cursor.at]
        const [first] = plain.orders
        if (!pivot || !first) return
        const reached =
          first.fieldPath === '__name__' ? { referenceValue: pivot.name } : pivot.fields[first.fieldPath]
        const paged = parseQuery('', {
          ...structured,
          startAt: { values: [reached as Value], before: cursor.before },
          endAt: { values: [{ stringValue: 'a' }] },
        })
        if (first.fieldPath !== '__name__')
          expect(runQuery(indexed, paged)).toEqual(runQuery(everything, paged))
      },
    ),
    { numRuns: 60 },
  )
})

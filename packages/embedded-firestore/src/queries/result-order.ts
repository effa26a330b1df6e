import { compareValues } from '../values/compare-values.ts'
import { nameField } from '../values/field-path.ts'
import { comparePaths } from '../values/text-order.ts'
import { fieldOf } from '../engine/sorted-index.ts'
import type { Value } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { Order, Position, Query } from './query.ts'

function compareBy({ fieldPath, field, descending }: Order, a: StoredDocument, b: StoredDocument): number {
  const order =
    fieldPath === nameField
      ? comparePaths(a.path, b.path)
      : // Both have the field: a document without it is no result.
        compareValues(fieldOf(a, field) as Value, fieldOf(b, field) as Value)
  return descending ? -order : order
}

/** Compares two results by the query's orders. */
export function resultOrder(orders: readonly Order[]): (a: StoredDocument, b: StoredDocument) => number {
  return (a, b) => {
    for (const order of orders) {
      const result = compareBy(order, a, b)
      if (result !== 0) return result
    }
    return 0
  }
}

/** Negative: the document comes before the values of a cursor, which may name fewer fields than the orders. */
function compareToCursor(document: StoredDocument, { values }: Position, orders: readonly Order[]): number {
  for (const [i, value] of values.entries()) {
    const order = orders[i]
    const own = order && fieldOf(document, order.field)
    if (!own) return 0
    const result = compareValues(own, value)
    if (result !== 0) return order.descending ? -result : result
  }
  return 0
}

/** Tests whether a document lies between the query's cursors. */
export function betweenCursors({ startAt, endAt, orders }: Query): (document: StoredDocument) => boolean {
  const started = (document: StoredDocument) => {
    if (!startAt) return true
    const order = compareToCursor(document, startAt, orders)
    return startAt.before ? order >= 0 : order > 0
  }
  const notEnded = (document: StoredDocument) => {
    if (!endAt) return true
    const order = compareToCursor(document, endAt, orders)
    return endAt.before ? order < 0 : order <= 0
  }
  return (document) => started(document) && notEnded(document)
}

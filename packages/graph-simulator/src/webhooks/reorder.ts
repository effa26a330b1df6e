/** The order in which gathered updates leave: Meta guarantees none. */
import { randomInt } from 'node:crypto'

/** The same items in the order of the setting; `shuffle` differs each time. */
export function inOrder<Item>(items: readonly Item[], order: 'none' | 'reverse' | 'shuffle'): Item[] {
  if (order === 'reverse') return items.toReversed()
  const copy = [...items]
  if (order === 'none') return copy
  for (let last = copy.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    ;[copy[last], copy[other]] = [copy[other] as Item, copy[last] as Item]
  }
  return copy
}

import type { MessageStatus } from '@waypost/contract'
import { pricingOf, type Pricing } from './message-pricing.ts'
import { messageStatus, type StatusFacets } from '../messages/message-status.ts'

/** The fields of a message that are counted. */
export type Countable =
  | {
      readonly direction: 'out'
      readonly sessionId: string
      readonly owner: string
      readonly mode: 'live' | 'test'
      readonly template: string | null
      /** Of its template, where it is known. */
      readonly category: string | null
      readonly facets: StatusFacets
    }
  | { readonly direction: 'in'; readonly sessionId: string }

/** The number of messages that share all dimensions. */
export interface StatsCell {
  readonly session: string
  /** The owner; empty for inbound messages, which belong to the session. */
  readonly owner: string
  /** Null for inbound messages. */
  readonly mode: 'live' | 'test' | null
  readonly template: string | null
  readonly category: string | null
  readonly status: MessageStatus | 'received'
  readonly pricing: Pricing | null
  readonly count: number
}

type CellKey = Omit<StatsCell, 'count'>

/** Counts messages one by one; how many there are makes no difference to what it remembers. */
export function statsCounter(): { add(message: Countable): void; cells(): StatsCell[] } {
  const counted = new Map<string, { kind: CellKey; count: number }>()
  return {
    add(message) {
      const kind = cellKey(message)
      const key = keyOf(kind)
      const known = counted.get(key)
      if (known) known.count++
      else counted.set(key, { kind, count: 1 })
    },
    // In an order that does not depend on that of the messages: counted again, it is the same document.
    cells: () =>
      [...counted]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { kind, count }]) => ({ ...kind, count })),
  }
}

function cellKey(message: Countable): CellKey {
  if (message.direction === 'in')
    return {
      session: message.sessionId,
      owner: '',
      mode: null,
      template: null,
      category: null,
      status: 'received',
      pricing: null,
    }
  const { sessionId, owner, mode, template, category, facets } = message
  const pricing = pricingOf(facets.timeline) ?? null
  return {
    session: sessionId,
    owner,
    mode,
    template,
    category: pricing?.category ?? category,
    status: messageStatus(facets),
    pricing,
  }
}

const keyOf = ({ session, owner, mode, template, category, status, pricing }: CellKey): string =>
  JSON.stringify([session, owner, mode, template, category, status, pricing])

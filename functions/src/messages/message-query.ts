import { invalidField, type ListMessagesQuery } from '@waypost/contract'
import { parseRecipientId, recipientSpellings } from '../kernel/parse-recipient-id.ts'
import { type Recipient } from '../kernel/recipient.ts'
import { statusFilter, type MessageFilter } from './message-filter.ts'
import { messageStatus } from './message-status.ts'
import type { ListedMessage } from './message-store.ts'
import { parseSearch, type SearchTerm } from '../search/search-query.ts'
import { inboundSearchTerms, outboundSearchTerms } from './message-search-terms.ts'
import { isVisible, narrowVisibility, type Visibility } from './message-visibility.ts'

/** A parsed query of the API. */
export interface MessageQuery {
  readonly query: ListMessagesQuery
  readonly visible: Visibility | undefined
  /** The recipient in all spellings of its number. */
  readonly to: readonly Recipient[] | undefined
  readonly searchTerm: SearchTerm | undefined
}

/** @throws WaypostError `INVALID_REQUEST` for an invalid number or search */
export function parseMessageQuery(query: ListMessagesQuery, visible: Visibility | undefined): MessageQuery {
  return {
    query,
    visible,
    to: query.to === undefined ? undefined : recipientSpellings(recipientOf(query.to)),
    searchTerm: query.q === undefined ? undefined : parseSearch(query.q),
  }
}

/** The store's part of a query: beside a search term only visibility and dates. */
export function storeFilter({ query, visible, to, searchTerm }: MessageQuery): Omit<MessageFilter, 'limit'> {
  const { session, direction, template, status, since, until } = query
  const mine = narrowVisibility(visible, session)
  const dates = {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  }
  if (searchTerm?.kind === 'words')
    return {
      ...(mine ? { visible: mine } : { ...(session !== undefined && { sessionId: session }) }),
      tokens: searchTerm.tokens,
      ...dates,
    }
  return {
    ...(mine && { visible: mine }),
    ...(session !== undefined && { sessionId: session }),
    ...(direction !== undefined && { direction }),
    ...(to !== undefined && { to }),
    ...(template !== undefined && { template }),
    ...statusPart(status, to),
    ...dates,
  }
}

/** With two spellings a status would exceed the alternatives that one query may have; `matches` checks it. */
const statusPart = (status: ListMessagesQuery['status'], to: MessageQuery['to']) =>
  status === undefined || (to !== undefined && to.length > 1) ? {} : statusFilter(status)

/** Whether a message matches every criterion. */
export function matches(message: ListedMessage, { query, visible, to, searchTerm }: MessageQuery): boolean {
  const { session, direction, template, status } = query
  const equalities: readonly (readonly [wanted: string | undefined, is: string | undefined])[] = [
    [session, message.sessionId],
    [direction, message.direction],
    [template, templateOf(message)],
    [status, statusOf(message)],
  ]
  return (
    isVisible(message, visible) &&
    (to === undefined || (message.direction === 'out' && to.includes(message.to))) &&
    equalities.every(([wanted, is]) => wanted === undefined || wanted === is) &&
    isWithin(message.createdAt, query) &&
    (searchTerm?.kind !== 'words' || searchTerm.matches(searchableOf(message)))
  )
}

const isWithin = (at: Date, { since, until }: ListMessagesQuery): boolean =>
  (since === undefined || at >= new Date(since)) && (until === undefined || at < new Date(until))

const statusOf = (message: ListedMessage): NonNullable<ListMessagesQuery['status']> =>
  message.direction === 'out' ? messageStatus(message) : 'received'

const templateOf = (message: ListedMessage): string | undefined =>
  message.direction === 'out' && message.content.type === 'template'
    ? message.content.template.templateName
    : undefined

const searchableOf = (message: ListedMessage) =>
  message.direction === 'out' ? outboundSearchTerms(message) : inboundSearchTerms(message)

function recipientOf(written: string): Recipient {
  const reading = parseRecipientId(written)
  if (reading.ok) return reading.recipient
  throw invalidField('/to', reading.because)
}

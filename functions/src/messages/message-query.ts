import { WaypostError, type ListMessagesQuery } from '@waypost/contract'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import { type Recipient } from '../kernel/recipient.ts'
import { isBsuid } from '../kernel/bsuid.ts'
import { statusFilter, type MessageFilter, type Visibility } from './message-filter.ts'
import { messageStatus } from './message-status.ts'
import type { ListedMessage } from './message-store.ts'
import { parseSearch, type SearchTerm } from '../search/search-query.ts'
import { inboundSearchTerms, outboundSearchTerms } from './message-search-terms.ts'
import { isVisible, narrowVisibility } from './message-visibility.ts'

/** A parsed query of the API. */
export interface MessageQuery {
  readonly query: ListMessagesQuery
  readonly visible: Visibility | undefined
  readonly to: Recipient | undefined
  readonly searchTerm: SearchTerm | undefined
}

/** @throws WaypostError `INVALID_REQUEST` for an invalid number or search */
export function parseMessageQuery(query: ListMessagesQuery, visible: Visibility | undefined): MessageQuery {
  return {
    query,
    visible,
    to: query.to === undefined ? undefined : recipientOf(query.to),
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
    ...(status !== undefined && statusFilter(status)),
    ...dates,
  }
}

/** Whether a message matches every criterion. */
export function matches(message: ListedMessage, { query, visible, to, searchTerm }: MessageQuery): boolean {
  const { session, direction, template, status } = query
  const equalities: readonly (readonly [wanted: string | undefined, is: string | undefined])[] = [
    [session, message.sessionId],
    [direction, message.direction],
    [to, message.direction === 'out' ? message.to : undefined],
    [template, templateOf(message)],
    [status, statusOf(message)],
  ]
  return (
    isVisible(message, visible) &&
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

/** A `+` in a query often arrives as a space. */
function recipientOf(written: string): Recipient {
  if (isBsuid(written)) return written
  const reading = parsePhoneNumber(written.replace(/^ /, '+'))
  if (reading.ok) return reading.number
  throw new WaypostError('INVALID_REQUEST', {
    message: reading.because,
    fields: [{ path: '/to', message: reading.because }],
  })
}

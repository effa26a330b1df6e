import { FieldPath, Filter, type Query } from 'firebase-admin/firestore'
import type { FacetFilter, MessageFilter, StoredVisibility } from './message-filter.ts'

/**
 * A filter as a query: equalities, so that Firestore joins one index for each of them
 * (docs/decisions/004-operations-and-indexes.md), and alternatives of such.
 */
export function filtered(messages: Query, filter: MessageFilter): Query {
  const { since, until, after, limit } = filter
  const conditions = conditionsOf(filter)
  let query = conditions.length > 0 ? messages.where(Filter.and(...conditions)) : messages
  if (since) query = query.where('createdAt', '>=', since)
  if (until) query = query.where('createdAt', '<', until)
  query = query.orderBy('createdAt', 'desc').orderBy(FieldPath.documentId(), 'desc')
  if (after) query = query.startAfter(after.at, after.id)
  return query.limit(limit)
}

function conditionsOf(filter: MessageFilter): Filter[] {
  const { visible, conversationIds, sessionId, direction, to, template, facets, tokens } = filter
  const equal = (field: string, value: string | undefined): Filter[] =>
    value === undefined ? [] : [Filter.where(field, '==', value)]
  return [
    ...(visible ? [ownerOrSessions(visible)] : []),
    ...(conversationIds
      ? [either(conversationIds.map((id) => Filter.where('conversationId', '==', id)))]
      : []),
    ...equal('sessionId', sessionId),
    ...equal('direction', direction),
    ...(to ? [either(to.map((one) => Filter.where('to', '==', one)))] : []),
    ...equal('templateName', template),
    ...(facets ? facetConditions(facets) : []),
    ...(tokens ? [either(tokens.map((token) => Filter.where('search', 'array-contains', token)))] : []),
  ]
}

const ownerOrSessions = ({ owner, sessionIds }: StoredVisibility): Filter =>
  either([
    ...(owner === undefined ? [] : [Filter.where('owner', '==', owner)]),
    ...sessionIds.map((id) => Filter.where('sessionId', '==', id)),
  ])

const facetConditions = ({ sending, reached }: FacetFilter): Filter[] => [
  ...(sending === undefined ? [] : [Filter.where('sending', '==', sending)]),
  either(reached.map((rank) => Filter.where('reached', '==', rank))),
]

const either = (filters: readonly Filter[]): Filter =>
  filters.length === 1 && filters[0] ? filters[0] : Filter.or(...filters)

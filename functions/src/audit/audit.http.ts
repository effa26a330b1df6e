import { AuditList, ListAuditQuery, type AuditEntry } from '@waypost/contract'
import type { AuditRecord, AuditStore } from './audit-store.ts'
import { pageAnswer, paginate } from '../http/page.ts'
import { invalidCursor } from '../http/cursor.ts'
import { route } from '../http/route.ts'

export interface AuditRouteNeeds {
  audit: Pick<AuditStore, 'list'>
}

/** `GET /v1/audit`: who did what, youngest first. */
export const listAuditRoute = (needs: () => Promise<AuditRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/audit',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    query: ListAuditQuery,
    doc: {
      summary: 'List audit entries',
      answers: { 200: AuditList },
    },
    async handle({ query }) {
      const { session, cursor, since, until, limit, ...equal } = query
      const found = await (
        await needs()
      ).audit.list({
        ...equal,
        ...(session !== undefined && { sessionId: session }),
        ...(since !== undefined && { since: new Date(since) }),
        ...(until !== undefined && { until: new Date(until) }),
        ...(cursor !== undefined && { after: entryId(cursor) }),
        // One more than asked for tells whether there is another page.
        limit: limit + 1,
      })
      if (!found) throw invalidCursor()
      return pageAnswer(
        paginate(found, limit, ({ id }) => id),
        entryOf,
      )
    },
  })

function entryId(cursor: string): string {
  if (!/^aud_[0-9a-z]+$/.test(cursor)) throw invalidCursor()
  return cursor
}

/** The stored `because` of a failed action is `code` in the API. */
const detailsOf = ({
  details: { because, ...details },
}: Pick<AuditRecord, 'details'>): AuditEntry['details'] => ({
  ...details,
  ...(because !== undefined && { code: because }),
})

const entryOf = ({ sessionId, at, ...record }: AuditRecord): AuditEntry => ({
  ...record,
  details: detailsOf(record),
  at: at.toISOString(),
  ...(sessionId !== undefined && { session: sessionId }),
})

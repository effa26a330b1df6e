import { StatsAnswer, StatsQuery } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { route } from '../http/route.ts'

export interface StatsRouteNeeds {
  readStats(query: StatsQuery, caller: Caller): Promise<StatsAnswer>
}

/** `GET /v1/stats`: counts messages, their outcomes and Meta's charges. */
export const statsRoute = (needs: () => Promise<StatsRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/stats',
    access: 'read',
    query: StatsQuery,
    doc: {
      summary: "Count messages, their outcomes and Meta's charges",
      description:
        'Covers your messages and those of your sessions; operators see everything. Past days are counted at night, and ' +
        'again two nights later to include late statuses. Today is counted on request.',
      answers: { 200: StatsAnswer },
    },
    async handle({ caller, query }) {
      const { readStats } = await needs()
      return { status: 200, body: await readStats(query, caller) }
    },
  })

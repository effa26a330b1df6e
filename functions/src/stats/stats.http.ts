import { StatsAnswer, StatsQuery } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { route } from '../http/route.ts'

export interface StatsRouteNeeds {
  readStats(query: StatsQuery, caller: Caller): Promise<StatsAnswer>
}

/** `GET /v1/stats`: how many messages, what became of them, what Meta charges. */
export const statsRoute = (needs: () => Promise<StatsRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/stats',
    access: 'read',
    query: StatsQuery,
    doc: {
      summary: 'How many messages, what became of them, what Meta charges.',
      description:
        'Of what you sent, and of all that your sessions sent and received; operators see everything. Days that are over are ' +
        'counted in the night, and once more two nights later, when their statuses have come. Today is counted when somebody asks.',
      answers: { 200: StatsAnswer },
    },
    async handle({ caller, query }) {
      const { readStats } = await needs()
      return { status: 200, body: await readStats(query, caller) }
    },
  })

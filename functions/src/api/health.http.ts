import { HealthAnswer } from '@waypost/contract'
import { publicRoute } from '../http/route.ts'
import type { Clock } from '../kernel/clock.ts'

/** `GET /v1/health`: reports that the API is up. Public; reads nothing. */
export const healthRoute = (clock: Clock) =>
  publicRoute({
    method: 'GET',
    path: '/v1/health',
    doc: { summary: 'Check that the API is up', answers: { 200: HealthAnswer } },
    async handle() {
      const body: HealthAnswer = { status: 'ok', time: clock.now().toISOString() }
      return { status: 200, body }
    },
  })

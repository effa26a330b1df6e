import { HealthAnswer } from '@waypost/contract'
import { publicRoute } from '../http/route.ts'
import type { Clock } from '../kernel/clock.ts'

/** `GET /v1/health`: the API is up. Public, and asks nothing of anybody. */
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

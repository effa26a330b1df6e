import { HealthDetails } from '@waypost/contract'
import { route } from '../http/route.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { healthDetails, type HealthDetailsNeeds } from './health-details.ts'

const CACHE_SECONDS = 10

/** `GET /v1/health/details`: how the installation is, for operators and keys with the scope `admin`. */
export const healthDetailsRoute = (
  needs: () => Promise<HealthDetailsNeeds>,
  clock: HealthDetailsNeeds['clock'],
) => {
  const details = cachedLookup(async () => healthDetails(await needs()), {
    seconds: CACHE_SECONDS,
    clock,
  })
  return route({
    method: 'GET',
    path: '/v1/health/details',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    doc: { summary: 'Get detailed health', answers: { 200: HealthDetails } },
    async handle() {
      return { status: 200, body: await details('all') }
    },
  })
}

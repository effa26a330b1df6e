import { expect, it } from 'vitest'
import { backendsOf } from './backends.ts'
import { hostedFunctions } from './hosted-function.ts'

const withEndpoint = (endpoint: object) => Object.assign(() => undefined, { __endpoint: endpoint })

it('hosts exports with an endpoint only', () => {
  const module = { api: withEndpoint({}), helper: () => undefined, version: '1', nothing: null }
  expect(hostedFunctions(module, {}).map(({ name }) => name)).toEqual(['api'])
})

it.each([
  [{}, 'us-central1'],
  [{ region: 'europe-west1' }, 'europe-west1'],
  [{ region: ['asia-east1', 'us-east1'] }, 'asia-east1'],
  [{ region: '{{ params.REGION }}' }, 'me-west1'],
  [{ region: [] }, 'us-central1'],
])('takes the region of %j', (endpoint, region) => {
  const [hosted] = hostedFunctions({ api: withEndpoint(endpoint) }, { REGION: 'me-west1' })
  expect(hosted?.region).toBe(region)
})

it('takes 60 seconds for a function that names no timeout', () => {
  const functions = hostedFunctions({ a: withEndpoint({}), b: withEndpoint({ timeoutSeconds: 540 }) }, {})
  expect(functions.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([60, 540])
})

it('keeps triggers with their parameters resolved', () => {
  const module = {
    created: withEndpoint({ eventTrigger: { eventType: 't', retry: true } }),
    nightly: withEndpoint({ scheduleTrigger: { schedule: '{{ params.WHEN }}', timeZone: 'Asia/Jerusalem' } }),
    work: withEndpoint({ taskQueueTrigger: { rateLimits: { maxDispatchesPerSecond: 3 } } }),
  }
  const [created, nightly, work] = hostedFunctions(module, { WHEN: '0 3 * * *' })
  expect(created?.eventTrigger).toEqual({ eventType: 't', retry: true })
  expect(nightly?.schedule).toEqual({ schedule: '0 3 * * *', timeZone: 'Asia/Jerusalem' })
  expect(work?.taskQueueTrigger).toEqual({ rateLimits: { maxDispatchesPerSecond: 3 } })
  expect(created).not.toHaveProperty('schedule')
})

it('lists functions as the official emulator does', () => {
  const functions = hostedFunctions({ api: withEndpoint({ region: 'us-east1' }) }, {})
  const listed = JSON.parse(JSON.stringify(backendsOf(functions))) as unknown
  expect(listed).toEqual({
    backends: [
      {
        functionTriggers: [
          {
            id: 'us-east1-api',
            name: 'api',
            entryPoint: 'api',
            region: 'us-east1',
            platform: 'gcfv2',
            timeoutSeconds: 60,
          },
        ],
      },
    ],
  })
})

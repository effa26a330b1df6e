import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callApi } from '../support/stack-api.ts'
import { settled } from '../support/stack-clock.ts'
import { createResource } from './fixtures.ts'
import type { ValidCalls } from './variants.ts'

/** Without an address nothing is posted; its deliveries are there to be read. */
const newEndpoint = { events: ['webhook.test'], description: 'Contract' }
const endpointId = (more: object = {}) => createResource('/v1/endpoints', { ...newEndpoint, ...more })

/** An endpoint that takes whatever comes, as long as the tests run. */
async function listening(): Promise<string> {
  const server = createServer((_, response) => response.end())
    .listen(0, '127.0.0.1')
    .unref()
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The delivery of a test event. */
async function deliveryId(url?: string): Promise<string> {
  const id = await endpointId(url === undefined ? {} : { url })
  const { body } = await callApi<{ delivery: string }>(`/v1/endpoints/${id}/test`, {
    method: 'POST',
    body: {},
  })
  await settled()
  return body.delivery
}

/** Endpoints and deliveries. */
export const webhookCalls: ValidCalls = {
  createEndpoint: [
    async () => ({ body: newEndpoint }),
    async () => ({ body: { ...newEndpoint, url: 'https://example.com/hooks', enabled: false } }),
  ],
  listEndpoints: [async () => ({})],
  getEndpoint: [async () => ({ path: { id: await endpointId() } })],
  updateEndpoint: [async () => ({ path: { id: await endpointId() }, body: { enabled: false } })],
  deleteEndpoint: [async () => ({ path: { id: await endpointId() } })],
  rotateEndpointSecret: [async () => ({ path: { id: await endpointId() }, body: { overlapHours: 1 } })],
  testEndpoint: [async () => ({ path: { id: await endpointId() }, body: {} })],
  listDeliveries: [async () => ({ query: { limit: '5' } })],
  getDelivery: [async () => ({ path: { id: await deliveryId() } })],
  resendDelivery: [async () => ({ path: { id: await deliveryId(await listening()) }, body: {} })],
  replayDeliveries: [
    async () => ({ body: { since: new Date().toISOString(), endpoint: await endpointId() } }),
  ],
}

import { DeliveryList, EndpointList, EndpointWithSecret, type DeliveryView } from '@waypost/contract'
import { parseAnswer, type ApiCall } from '../deployment/api-call.ts'

/** The event types, and the session, to receive. */
export interface ListeningEndpointOptions {
  readonly events: readonly string[]
  readonly session?: string
  /** Marks it as ours, so that the endpoint of a crashed run is removed. */
  readonly description: string
}

/** An endpoint without a URL: its deliveries are stored until they are read. */
export interface ListeningEndpoint {
  readonly id: string
  readonly secret: string
  /** The deliveries since the last call, oldest first. */
  newDeliveries(): Promise<DeliveryView[]>
  remove(): Promise<void>
}

/** Creates an endpoint without a URL, and removes the one of a crashed run. */
export async function createListeningEndpoint(
  { events, session, description }: ListeningEndpointOptions,
  call: ApiCall,
): Promise<ListeningEndpoint> {
  const { data } = parseAnswer(EndpointList, await call('GET', '/v1/endpoints'))
  for (const left of data.filter((one) => one.description === description && one.url === undefined))
    await call('DELETE', `/v1/endpoints/${left.id}`)
  const request = { events, description, ...(session !== undefined && { session }) }
  const { id, secret } = parseAnswer(EndpointWithSecret, await call('POST', '/v1/endpoints', request))
  const seen = new Set<string>()
  return {
    id,
    secret,
    async newDeliveries() {
      const fresh: DeliveryView[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await pageOf(id, cursor, call)
        const unseen = page.data.filter((delivery) => !seen.has(delivery.id))
        fresh.push(...unseen)
        cursor = unseen.length < page.data.length ? null : page.nextCursor
      }
      for (const delivery of fresh) seen.add(delivery.id)
      return fresh.toReversed()
    },
    remove: async () => void (await call('DELETE', `/v1/endpoints/${id}`)),
  }
}

const pageOf = async (id: string, cursor: string, call: ApiCall) =>
  parseAnswer(
    DeliveryList,
    await call(
      'GET',
      `/v1/deliveries?endpoint=${id}&limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    ),
  )

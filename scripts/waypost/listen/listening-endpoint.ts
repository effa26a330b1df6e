import { DeliveryList, EndpointList, EndpointWithSecret, type DeliveryView } from '@waypost/contract'
import { parseAnswer, type ApiCall } from '../deployment/api-call.ts'

/** What to hear of: types of events, and of which sender. */
export interface ListeningEndpointOptions {
  readonly events: readonly string[]
  readonly session?: string
  /** Marks it as ours: one that a former run left behind is taken away. */
  readonly description: string
}

/** An endpoint without an address: events are kept for it until somebody asks. */
export interface ListeningEndpoint {
  readonly id: string
  readonly secret: string
  /** What came since the last question, oldest first. */
  newDeliveries(): Promise<DeliveryView[]>
  remove(): Promise<void>
}

/** Makes an endpoint that only listens, in the place of one that was left behind. */
export async function createListeningEndpoint(
  { events, session, description }: ListeningEndpointOptions,
  call: ApiCall,
): Promise<ListeningEndpoint> {
  const { data } = parseAnswer(EndpointList, await call('GET', '/v1/endpoints'))
  for (const left of data.filter((one) => one.description === description && one.url === undefined))
    await call('DELETE', `/v1/endpoints/${left.id}`)
  const wish = { events, description, ...(session !== undefined && { session }) }
  const { id, secret } = parseAnswer(EndpointWithSecret, await call('POST', '/v1/endpoints', wish))
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

import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import type { EventDocument, EventTopic, PrepareEvent, PublishEvent } from '../events/publish-event.ts'
import { isSubscribed, type Endpoint } from './endpoint.ts'
import { scopesOf } from './endpoint-scope.ts'
import type { EndpointStore } from './endpoint-store.ts'
import { eventDocument } from './event.ts'

export interface EventPublisherNeeds extends Pick<
  KernelServices & SessionServices,
  'session' | 'clock' | 'log'
> {
  endpoints: Pick<EndpointStore, 'inScopes'>
  /** Keeps the document of an event, unless it is there. */
  addEvent(document: EventDocument): Promise<void>
}

/** Every instance sees a changed endpoint within this time. */
const CACHE_SECONDS = 30

/** Stores events, alone or in the commit of their subject. Without a subscriber nothing is written. */
export interface EventPublisher {
  readonly publishEvent: PublishEvent
  readonly prepareEvent: PrepareEvent
  /** Endpoints changed: the next event in this process reads them again. */
  invalidateSubscriptions(): void
}

export function createEventPublisher(needs: EventPublisherNeeds): EventPublisher {
  const { addEvent, clock } = needs
  const asking = () => cachedEndpoints(needs)
  let inScopes = asking()
  const listeners = async (topic: EventTopic): Promise<string[]> => {
    const { sessionId } = topic
    const session = sessionId === undefined ? undefined : await needs.session(sessionId)
    const found = await inScopes(scopesOf(topic, session).join(' '))
    return found.filter((endpoint) => isSubscribed(endpoint, topic)).map(({ id }) => id)
  }
  const prepareEvent: PrepareEvent = async (topic) => {
    const endpointIds = await listeners(topic)
    return endpointIds.length === 0 ? null : (event) => eventDocument(event, endpointIds, clock.now())
  }
  return {
    prepareEvent,
    async publishEvent(event) {
      const document = (await prepareEvent(event))?.(event)
      if (document) await addEvent(document)
    },
    invalidateSubscriptions: () => void (inScopes = asking()),
  }
}

/**
 * The endpoints of some scopes, asked for again after a while. Should that fail, what was known last is good enough: a
 * message that was sent must be settled.
 */
function cachedEndpoints({
  endpoints,
  clock,
  log,
}: EventPublisherNeeds): (scopes: string) => Promise<Endpoint[]> {
  const last = new Map<string, Endpoint[]>()
  const ask = async (scopes: string): Promise<Endpoint[]> => {
    try {
      const found = await endpoints.inScopes(scopes.split(' '))
      last.set(scopes, found)
      return found
    } catch (error) {
      const known = last.get(scopes)
      if (!known) throw error
      log.warn('endpoints.not_asked', {}, error)
      return known
    }
  }
  return cachedLookup(ask, { seconds: CACHE_SECONDS, clock })
}

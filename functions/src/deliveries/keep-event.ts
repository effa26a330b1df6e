import type { Clock } from '../kernel/clock.ts'
import { remembered } from '../kernel/remembered.ts'
import type { EventDocument, EventTopic, PrepareEvent, RaiseEvent } from '../sessions/raise-event.ts'
import type { Session } from '../sessions/session.ts'
import { wants } from './endpoint.ts'
import { scopesOf } from './endpoint-scope.ts'
import type { EndpointStore } from './endpoint-store.ts'
import { eventDocument } from './event.ts'

export interface KeepEventNeeds {
  endpoints: Pick<EndpointStore, 'inScopes'>
  session(id: string): Promise<Session | undefined>
  /** Keeps the document of an event, unless it is there. */
  addEvent(document: EventDocument): Promise<void>
  clock: Clock
}

/** An endpoint is heard of everywhere within this time. */
const REMEMBERED_SECONDS = 30

/** How events come to be kept: alone, or in the commit of what they tell of. Nobody wants it: nothing is written. */
export interface EventKeeping {
  readonly raiseEvent: RaiseEvent
  readonly prepareEvent: PrepareEvent
  /** Endpoints changed: asked for anew at the next event, in this process. */
  forgetListeners(): void
}

export function keepEvents(needs: KeepEventNeeds): EventKeeping {
  const { addEvent, clock } = needs
  const askInScopes = () =>
    remembered((scopes: string) => needs.endpoints.inScopes(scopes.split(' ')), {
      seconds: REMEMBERED_SECONDS,
      clock,
    })
  let inScopes = askInScopes()
  const listeners = async (topic: EventTopic): Promise<string[]> => {
    const { sessionId } = topic
    const session = sessionId === undefined ? undefined : await needs.session(sessionId)
    const found = await inScopes(scopesOf(topic, session).join(' '))
    return found.filter((endpoint) => wants(endpoint, topic.type)).map(({ id }) => id)
  }
  const prepareEvent: PrepareEvent = async (topic) => {
    const endpointIds = await listeners(topic)
    return endpointIds.length === 0 ? null : (event) => eventDocument(event, endpointIds, clock.now())
  }
  return {
    prepareEvent,
    async raiseEvent(event) {
      const document = (await prepareEvent(event))?.(event)
      if (document) await addEvent(document)
    },
    forgetListeners: () => void (inScopes = askInScopes()),
  }
}

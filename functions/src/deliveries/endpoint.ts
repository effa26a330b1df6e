import type { EventType } from '@waypost/contract'
import type { EventTopic } from '../events/publish-event.ts'
import { after } from '../kernel/clock.ts'

/** Where a customer receives events. */
export interface Endpoint {
  readonly id: string
  /** Absent: nothing is posted, deliveries are kept to be read. */
  readonly url?: string
  readonly events: readonly EventFilter[]
  /** Which events it receives: see `endpoint-scope.ts`. */
  readonly scope: string
  /** `test`: created by a test key, receives events of test messages only. */
  readonly mode?: 'test'
  readonly sessionId?: string
  /** Who made it: `user:<uid>` or the owner of a key. */
  readonly owner: string
  /** Words of those who may see it and its deliveries: see `endpoint-scope.ts`. */
  readonly readers: readonly string[]
  readonly enabled: boolean
  /** Set when we disabled it ourselves. */
  readonly disabled?: { readonly at: Date; readonly because: string }
  /** Deliveries of one conversation come one after another. */
  readonly ordered: boolean
  readonly description?: string
  /** The present one first; the one before signs too until its `until`. */
  readonly secrets: readonly EndpointSecret[]
  /** Since when all deliveries fail; absent while it answers. */
  readonly failingSince?: Date
  /** When an attempt last took long. */
  readonly slowAt?: Date
  /** When it answered again after failures. */
  readonly recoveredAt?: Date
  /** Percentage of the failing timeout at the last alert. */
  readonly alertedPercent?: number
  readonly createdAt: Date
  /**
   * Whose right to receive it stands on: `user:<uid>` or the id of a key; the caller who set the URL or enabled it last.
   * Absent in documents of earlier releases: any key of the owner.
   */
  readonly createdBy?: string
}

/** `*` is every type of event. */
export type EventFilter = EventType | '*'

export interface EndpointSecret {
  /** `whsec_` and base64: as Standard Webhooks writes it. */
  readonly secret: string
  /** Signs no more after this instant; absent: the present one. */
  readonly until?: Date
}

/** Whether an endpoint is subscribed to events of a type, of messages of a mode. */
export const isSubscribed = (
  endpoint: Pick<Endpoint, 'enabled' | 'events' | 'mode'>,
  { type, mode }: Pick<EventTopic, 'type' | 'mode'>,
): boolean =>
  endpoint.enabled &&
  (endpoint.mode !== 'test' || mode === 'test') &&
  (endpoint.events.includes('*') || endpoint.events.includes(type))

const SLOW_SECONDS = 600

/** Whether its deliveries go through the queue for slow endpoints. */
export const isSlow = ({ slowAt }: Pick<Endpoint, 'slowAt'>, now: Date): boolean =>
  slowAt !== undefined && now < after(slowAt, SLOW_SECONDS)

/** The secrets that sign now, the present one first. */
export const signingSecrets = ({ secrets }: Pick<Endpoint, 'secrets'>, now: Date): string[] =>
  secrets.filter(({ until }) => until === undefined || until > now).map(({ secret }) => secret)

/** A new secret; the one before signs until `until`, older ones no more. */
export const rotateSecrets = (
  { secrets }: Pick<Endpoint, 'secrets'>,
  secret: string,
  until: Date,
): readonly EndpointSecret[] => [
  { secret },
  ...secrets.slice(0, 1).map((former) => ({ secret: former.secret, until })),
]

/** Generates a secret with at least 192 random bits. */
export type GenerateSecret = () => string

import { invalidField, type CreateEndpointRequest } from '@waypost/contract'

/** Where the events of one session are posted, and which. */
export interface SessionWebhook {
  readonly url: string
  readonly enabled: boolean
  readonly events: CreateEndpointRequest['events']
}

/** The endpoint of each session, stored by the module deliveries. */
export interface SessionWebhooks {
  /** Null: it has none. */
  find(sessionId: string): Promise<SessionWebhook | null>
  /** @throws WaypostError `ENDPOINT_URL_FORBIDDEN` */
  check(url: string): void
  /** Creates or updates it. @returns its secret when created */
  put(
    place: { readonly sessionId: string; readonly owner: string; readonly createdBy: string },
    input: SessionWebhook,
  ): Promise<string | undefined>
  /** A new secret; the one before signs too until the overlap ends. Null: it has no endpoint. */
  rotate(sessionId: string, overlapHours: number): Promise<string | null>
  /** Disables endpoints whose creators may no longer receive the events of the session. */
  ownersChanged(sessionId: string): Promise<void>
  remove(sessionId: string): Promise<void>
}

export interface WebhookFields {
  readonly webhookUrl?: string | undefined
  readonly enableWebhook?: boolean | undefined
  readonly events?: SessionWebhook['events'] | undefined
}

/**
 * The webhook that a request sets, merged with an existing one; null: the request has no webhook field.
 * @throws WaypostError `INVALID_REQUEST` when there is none and no address for one
 */
export function webhookChange(
  { webhookUrl, enableWebhook, events }: WebhookFields,
  current: SessionWebhook | null,
): SessionWebhook | null {
  if (webhookUrl === undefined && enableWebhook === undefined && events === undefined) return null
  const url = webhookUrl ?? current?.url
  if (url === undefined) {
    throw invalidField('/webhookUrl', 'is required before anything else can be said of the webhook')
  }
  return {
    url,
    enabled: enableWebhook ?? current?.enabled ?? true,
    events: events ?? current?.events ?? ['*'],
  }
}

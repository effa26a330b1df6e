/** What a test can switch in the simulator's behaviour, with Meta's figures as the default. */
export interface Settings {
  /** Pause between the statuses of one message, and before the first. Milliseconds. */
  statusDelayMs: number
  /** The version of the webhook subscription: v23 still sends `conversation`. */
  webhookVersion: 'v23' | 'v24'
  /** Free-form messages outside the 24 h service window: let through, refused at once, or failed by webhook. */
  windows: 'open' | 'enforce' | 'enforce_by_webhook'
  /**
   * How Meta reads `to` without a plus sign: as international digits, as public reports say, or with the business's own
   * country code put in front, as its documentation says it may.
   */
  plusless: 'international' | 'own_country'
  /** Which of the two ids of a message its webhooks carry: the one of the answer or the one scoped to the user id. */
  webhookWamids: 'as_answered' | 'user_scoped'
  /** Only these numbers can be written to (131030 otherwise), as with Meta's test numbers; null = all numbers. */
  allowList: string[] | null
  /** 131056: one message per 6 s to the same recipient, 45 may be borrowed. */
  pairLimit: boolean
  /** 130429 above this many messages per second and phone number, in and out; null = no limit. */
  messagesPerSecond: number | null
  /** 80008 above this many management calls per hour and WABA; null = no limit. */
  managementCallsPerHour: number | null
  /** 131063 for marketing templates on `/messages`. */
  disableMarketingOnCloudApi: boolean
  /** The app setting "Require app secret": calls need `appsecret_proof`. */
  requireAppSecretProof: boolean
  /** How a new contact appears in webhooks. */
  identity: IdentityMode
  delivery: DeliverySettings
}

/** Which ids of a person Meta shows: see "Business-scoped user ids" in Meta's documentation. */
export type IdentityMode = 'phone' | 'username_with_phone' | 'username_only' | 'parent_bsuid'

export interface DeliverySettings {
  /** At most this many updates (statuses, messages, events) in one POST; Meta: up to 1000. */
  batch: number
  /** How the updates of one POST are laid out. */
  layout: 'changes' | 'entries' | 'merged'
  /** How long updates are gathered when `batch` > 1 or `reorder` is set. Milliseconds. */
  gatherMs: number
  /** Each POST is sent this many extra times. */
  duplicates: number
  /** Order of the updates in a batch. */
  reorder: 'none' | 'reverse' | 'shuffle'
  /** POSTs in flight at once; 1 keeps the order of events. */
  concurrency: number
  /** Meta retries for 7 days; here one second stands for this many of Meta's. */
  compression: number
}

export function defaultSettings(statusDelayMs: number): Settings {
  return {
    statusDelayMs,
    webhookVersion: 'v24',
    windows: 'open',
    plusless: 'international',
    webhookWamids: 'as_answered',
    allowList: null,
    pairLimit: true,
    messagesPerSecond: 80,
    managementCallsPerHour: 5000,
    disableMarketingOnCloudApi: false,
    requireAppSecretProof: false,
    identity: 'phone',
    delivery: {
      batch: 1,
      layout: 'changes',
      gatherMs: 50,
      duplicates: 0,
      reorder: 'none',
      concurrency: 20,
      compression: 600,
    },
  }
}

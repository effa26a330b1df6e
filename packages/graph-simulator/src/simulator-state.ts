/** Everything the simulator knows, handed to each part. */
import { newAccessToken, type AccessToken } from './account/access-token.ts'
import { newPhoneNumber, type PhoneNumber } from './account/phone-number.ts'
import type { QrCode } from './account/qr-code.ts'
import type { Behaviour } from './behaviours/behaviour.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { Contact } from './contacts/contact.ts'
import type { Media } from './media/media.ts'
import type { GraphRequest, ReceivedMessage, SendAttempt } from './messages/received-message.ts'
import type { TokenBucket } from './messages/token-bucket.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { defaultTemplates } from './templates/default-templates.ts'
import type { Template } from './templates/template.ts'
import type { WebhookSender } from './webhooks/webhook-sender.ts'

export interface SimulatorContext {
  readonly config: SimulatorConfig
  readonly clock: SimulatedClock
  readonly webhooks: WebhookSender
  /** Replaced as a whole by `reset`. */
  state: SimulatorState
  /** Webhook address; undefined until it is set. */
  webhookUrl: string | undefined
  readonly log: (line: string) => void
}

export interface SimulatorConfig {
  readonly appId: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly accessToken: string
  readonly wabaId: string
  readonly phoneNumberId: string
  readonly displayPhoneNumber: string
  readonly statusDelayMs: number
  /** Longest length of each log. */
  readonly logLimit: number
}

export interface SimulatorState {
  settings: Settings
  readonly tokens: Map<string, AccessToken>
  readonly phoneNumbers: Map<string, PhoneNumber>
  readonly subscriptions: Map<string, Subscription>
  readonly templates: Map<string, Template>
  readonly media: Map<string, Media>
  /** By wa_id. */
  readonly contacts: Map<string, Contact>
  /** Last message of a person to a phone number: `${phoneNumberId} ${waId}` -> milliseconds. */
  readonly lastInboundAt: Map<string, number>
  /** wa_ids that want no marketing. */
  readonly optOuts: Set<string>
  /** Business profiles by phone number id. */
  readonly profiles: Map<string, Readonly<Record<string, unknown>>>
  readonly qrCodes: Map<string, QrCode>
  /** wa_ids that a phone number has blocked. */
  readonly blocked: Map<string, Set<string>>
  /** Webhook fields of the app, as `/{app}/subscriptions` shows them. */
  subscribedFields: string[]
  readonly received: ReceivedMessage[]
  /** The same messages by each of their two wamids. */
  readonly receivedById: Map<string, ReceivedMessage>
  readonly attempts: SendAttempt[]
  /** How many there were since the start or the last reset, dropped ones included. */
  readonly totals: { received: number; attempts: number; requests: number }
  readonly requests: GraphRequest[]
  readonly scripted: ScriptedBehaviour[]
  /** How often a magic recipient with a limited behaviour has shown it. */
  readonly magicUses: Map<string, number>
  readonly pairBuckets: Map<string, TokenBucket>
  readonly throughputBuckets: Map<string, TokenBucket>
  /** Times of management calls of the last hour, per WABA. */
  readonly managementCalls: Map<string, number[]>
}

/** Behaviour of the next sends, set by the control API. */
export interface ScriptedBehaviour {
  /** wa_id or business-scoped user id; absent = any recipient. */
  readonly to?: string
  remaining: number
  readonly behaviour: Behaviour
}

/** Apps subscribed to a WABA's webhooks. */
export interface Subscription {
  subscribed: boolean
  overrideCallbackUri?: string
}

/** The state of a fresh simulator. */
export function createState(config: SimulatorConfig, now: Date): SimulatorState {
  const { accessToken, wabaId, phoneNumberId } = config
  return {
    settings: defaultSettings(config.statusDelayMs),
    tokens: new Map([[accessToken, newAccessToken(accessToken, [wabaId], { appId: config.appId, now })]]),
    phoneNumbers: new Map([
      [phoneNumberId, newPhoneNumber(phoneNumberId, wabaId, config.displayPhoneNumber)],
    ]),
    subscriptions: new Map([[wabaId, { subscribed: true }]]),
    templates: new Map(defaultTemplates(wabaId).map((template) => [template.id, template])),
    media: new Map(),
    contacts: new Map(),
    lastInboundAt: new Map(),
    optOuts: new Set(),
    profiles: new Map(),
    qrCodes: new Map(),
    blocked: new Map(),
    subscribedFields: ['messages'],
    received: [],
    receivedById: new Map(),
    attempts: [],
    totals: { received: 0, attempts: 0, requests: 0 },
    requests: [],
    scripted: [],
    magicUses: new Map(),
    pairBuckets: new Map(),
    throughputBuckets: new Map(),
    managementCalls: new Map(),
  }
}

/** Back to the first minute: clock, state, webhooks. */
export function resetSimulator(simulator: SimulatorContext): void {
  simulator.clock.reset()
  simulator.state = createState(simulator.config, simulator.clock.now())
  simulator.webhooks.reset()
}

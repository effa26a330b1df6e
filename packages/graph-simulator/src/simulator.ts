/** Starts the simulator and defines its in-process interface. */
import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { createClock } from './simulated-clock.ts'
import { simulatorApp } from './simulator-app.ts'
import type { GraphRequest, ReceivedMessage, SendAttempt } from './messages/received-message.ts'
import { attemptsTo, receivedBy } from './messages/find-messages.ts'
import { createWebhookSender } from './webhooks/webhook-sender.ts'
import {
  createState,
  resetSimulator,
  type SimulatorConfig,
  type SimulatorContext,
} from './simulator-state.ts'

export interface GraphSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0 picks a free one. */
  readonly port: number
  /** Where webhooks go; can be set later. */
  readonly webhookUrl?: string
  readonly appSecret: string
  readonly verifyToken: string
  /** A system user's token for the WABA that never expires; others can be added over the control API. */
  readonly accessToken: string
  readonly appId?: string
  readonly wabaId: string
  readonly phoneNumberId: string
  /** The business's own number, E.164. */
  readonly displayPhoneNumber?: string
  /** Pause before each status webhook, milliseconds; default 200. */
  readonly statusDelayMs?: number
  /**
   * How many messages, attempts, requests and webhooks each log holds at most; older ones are dropped. Without it the
   * logs of messages and attempts hold everything.
   */
  readonly logLimit?: number
  /** The calendar; the control API can move it further. */
  readonly now?: () => Date
  readonly log?: (line: string) => void
}

export interface GraphSimulator {
  /** `http://127.0.0.1:port`, to be used in place of `https://graph.facebook.com`. */
  readonly url: string
  readonly port: number
  setWebhookUrl(url: string): void
  /** Resets all state except the options and the webhook address. */
  reset(): void
  /** Every message accepted, oldest first; of one recipient (phone number or business-scoped user id) when given. */
  received(to?: string): ReceivedMessage[]
  /** Every attempt to send, also the refused ones. */
  attempts(to?: string): SendAttempt[]
  /** The log of Graph requests, oldest first. */
  requests(): GraphRequest[]
  /** Resolves when no status is due and no webhook waits any more (held ones do not count). */
  webhooksIdle(): Promise<void>
  /** Applies all planned statuses and posts every waiting webhook once. */
  drainWebhooks(): Promise<void>
  advanceClock(seconds: number): void
  close(): Promise<void>
}

/** Starts the simulator. Rejects when the port is taken. */
export async function startGraphSimulator(options: GraphSimulatorOptions): Promise<GraphSimulator> {
  const simulator = createContext(options)
  const host = options.host ?? '127.0.0.1'
  const server = serve({
    fetch: simulatorApp(simulator).fetch,
    port: options.port,
    hostname: host,
    overrideGlobalObjects: false,
  })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    port,
    setWebhookUrl(url) {
      simulator.webhookUrl = url
    },
    reset: () => resetSimulator(simulator),
    received: (to) => receivedBy(simulator, to),
    attempts: (to) => attemptsTo(simulator, to),
    requests: () => [...simulator.state.requests],
    webhooksIdle: () => simulator.webhooks.idle(),
    drainWebhooks: () => simulator.webhooks.drain(),
    advanceClock: (seconds) => simulator.clock.advance(seconds),
    close: () =>
      new Promise((resolve, reject) => {
        resetSimulator(simulator)
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

function createContext(options: GraphSimulatorOptions): SimulatorContext {
  const { appSecret, verifyToken, accessToken, wabaId, phoneNumberId } = options
  const config: SimulatorConfig = {
    appId: options.appId ?? '670000000000001',
    appSecret,
    verifyToken,
    accessToken,
    wabaId,
    phoneNumberId,
    displayPhoneNumber: options.displayPhoneNumber ?? '+1 631-555-1181',
    statusDelayMs: options.statusDelayMs ?? 200,
    logLimit: options.logLimit ?? Infinity,
  }
  const clock = createClock(options.now ?? (() => new Date()))
  const log = options.log ?? (() => undefined)
  const webhooks = createWebhookSender({
    clock,
    appSecret,
    logLimit: config.logLimit,
    log,
    settings: () => simulator.state.settings.delivery,
    urlOf: (id) => {
      const subscription = simulator.state.subscriptions.get(id)
      if (subscription && !subscription.subscribed) return undefined
      return subscription?.overrideCallbackUri ?? simulator.webhookUrl
    },
  })
  const simulator: SimulatorContext = {
    config,
    clock,
    webhooks,
    log,
    webhookUrl: options.webhookUrl,
    state: createState(config, clock.now()),
  }
  return simulator
}

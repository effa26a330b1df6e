import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryView } from '@waypost/contract'
import { signedHeaders } from '../../../functions/src/deliveries/webhook-signature.ts'
import { apiCalls } from '../deployment/api-call.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { createListeningEndpoint, type ListeningEndpoint } from './listening-endpoint.ts'

export interface ListenOptions {
  readonly deployment: Deployment
  /** The target URL; it may be reachable only from this machine. */
  readonly forward: string
  readonly events: readonly string[]
  readonly session?: string
  /** Signs the forwarded events; default: the endpoint's secret. */
  readonly secret?: string
  readonly terminal: Terminal
  /** Stops listening. */
  readonly stop: AbortSignal
}

/** A secret in the form of Standard Webhooks: at least 24 bytes. */
const WHSEC = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/

/** Well below the rate limit of a key. */
const PAUSE_MS = 2_000
const FORWARD_TIMEOUT_MS = 10_000

/** Forwards events to a local address, signed as an endpoint would get them, until it is stopped. */
export async function runListen(options: ListenOptions): Promise<void> {
  const { deployment, forward, events, session, terminal, stop } = options
  if (!URL.canParse(forward) || !/^https?:$/.test(new URL(forward).protocol))
    throw new CommandError(`${forward} is not a valid URL. Use one like http://localhost:3000/hook`, {
      exitCode: 2,
    })
  if (options.secret !== undefined && !WHSEC.test(options.secret))
    throw new CommandError(
      'WAYPOST_WEBHOOK_SECRET is not a valid secret. Use whsec_ and at least 24 bytes in base64.',
      {
        exitCode: 2,
      },
    )
  if (deployment.apiKey === undefined)
    throw new CommandError('Set WAYPOST_API_KEY to an API key with the scope "webhooks".', { exitCode: 2 })
  const description = `waypost listen on ${hostname()} for ${forward}`.slice(0, 200)
  const request = { events, description, ...(session !== undefined && { session }) }
  const endpoint = await createListeningEndpoint(request, apiCalls(deployment.apiUrl, deployment.apiKey))
  const secret = options.secret ?? endpoint.secret
  terminal.say(`Events of ${deployment.apiUrl} go to ${forward} until you press Ctrl-C.`)
  if (options.secret === undefined) terminal.say(`They are signed with ${secret}`)
  try {
    while (!stop.aborted) {
      for (const delivery of await readDeliveries(endpoint, terminal))
        terminal.answer(await forwarded(delivery, forward, secret))
      await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => undefined)
    }
  } finally {
    await endpoint.remove()
  }
}

/** Reports a failed call; the next round retries it. */
async function readDeliveries(endpoint: ListeningEndpoint, terminal: Terminal): Promise<DeliveryView[]> {
  try {
    return await endpoint.newDeliveries()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    terminal.say(error.message)
    return []
  }
}

/** Posts one delivery. @returns the result as one line */
async function forwarded(
  { id, type, body: event }: DeliveryView,
  forward: string,
  secret: string,
): Promise<string> {
  if (!event) return `${type} ${id} has no body: its contact was erased`
  const body = JSON.stringify({ type, timestamp: event.timestamp, data: event.data })
  try {
    const response = await fetch(forward, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Waypost-Webhooks/1',
        ...signedHeaders({ id, body, at: new Date() }, [secret]),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    })
    await response.arrayBuffer()
    return `${type} ${id} ${String(response.status)}`
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string }
    return `${type} ${id} failed: ${cause?.code ?? name}`
  }
}

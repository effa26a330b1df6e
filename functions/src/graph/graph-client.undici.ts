import { Agent, request } from 'undici'
import type { Log } from '../kernel/log.ts'
import { missingTokenError, tokenForSender, type AccessTokens } from './access-tokens.ts'
import { failureFromResponse, type GraphFailure } from './graph-error.ts'
import {
  GRAPH_TIMEOUT_SECONDS,
  type GraphClient,
  type GraphSender,
  type SendOutcome,
} from './graph-client.ts'
import { trackRequestStart } from './track-request-start.undici.ts'

export interface GraphSettings extends AccessTokens {
  /** Where live messages go, without a version: https://graph.facebook.com */
  readonly url: string
  /** Where messages of test keys go instead. */
  readonly testUrl: string
  /** Like `v26.0`. */
  readonly version: string
}

/** Each is at most the time-out of the whole request. */
const TIMEOUTS = { connect: 5_000, headers: 20_000, body: 10_000, all: GRAPH_TIMEOUT_SECONDS * 1000 }

const agent = new Agent({
  connect: { timeout: TIMEOUTS.connect },
  headersTimeout: TIMEOUTS.headers,
  bodyTimeout: TIMEOUTS.body,
})

/** Meta's Graph API over HTTPS. */
export function graphOverHttp(settings: GraphSettings, log: Log): GraphClient {
  return {
    async send(sender, payload) {
      const token = tokenForSender(settings, sender)
      if (token === undefined)
        return { kind: 'impossible', code: 'TOKEN_SECRET_MISSING', because: missingTokenError(sender) }
      const progress = { started: false }
      try {
        const response = await request(
          `${baseUrl(settings, sender)}/${settings.version}/${sender.phoneNumberId}/messages`,
          {
            method: 'POST',
            headers: {
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
            },
            body: JSON.stringify(payload),
            dispatcher: trackRequestStart(agent, progress),
            signal: AbortSignal.timeout(TIMEOUTS.all),
          },
        )
        const { statusCode, headers } = response
        warnOnVersionMismatch(settings.version, headers['facebook-api-version'], log)
        const text = await response.body.text()
        return statusCode === 200
          ? acceptedBy(text)
          : { kind: 'refused', failure: failureFromResponse(statusCode, headers, text) }
      } catch (error) {
        return outcomeOfNetworkError(error, progress.started)
      }
    },
    markRead: (sender, { wamid, typing }) =>
      failureOf(settings, sender, {
        path: '/messages',
        body: {
          messaging_product: 'whatsapp',
          status: 'read',
          message_id: wamid,
          ...(typing && { typing_indicator: { type: 'text' } }),
        },
      }),
    probe: (sender) => failureOf(settings, sender, { path: '?fields=id' }),
  }
}

/** Asks Meta for something whose answer matters only when it is no. */
async function failureOf(
  settings: GraphSettings,
  sender: GraphSender,
  { path, body }: { path: string; body?: object },
): Promise<GraphFailure | null> {
  const token = tokenForSender(settings, sender)
  if (token === undefined) return { message: missingTokenError(sender) }
  try {
    const response = await request(
      `${baseUrl(settings, sender)}/${settings.version}/${sender.phoneNumberId}${path}`,
      {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        dispatcher: agent,
        signal: AbortSignal.timeout(TIMEOUTS.all),
      },
    )
    const text = await response.body.text()
    return response.statusCode === 200
      ? null
      : failureFromResponse(response.statusCode, response.headers, text)
  } catch (error) {
    return { message: `Meta could not be reached: ${String(error)}` }
  }
}

const baseUrl = (settings: GraphSettings, { mode }: GraphSender): string =>
  mode === 'test' ? settings.testUrl : settings.url

/** A 200 means accepted, and tells Meta's id of the message. A 200 without one cannot be read: who knows. */
function acceptedBy(text: string): SendOutcome {
  const message = firstMessage(text)
  if (typeof message?.id !== 'string' || message.id === '')
    return { kind: 'unknown', because: 'a 200 without a message id' }
  return {
    kind: 'accepted',
    wamid: message.id,
    heldByMeta: message.message_status === 'held_for_quality_assessment',
  }
}

function firstMessage(text: string): { id?: unknown; message_status?: unknown } | undefined {
  try {
    return (JSON.parse(text) as { messages?: { id?: unknown; message_status?: unknown }[] } | null)
      ?.messages?.[0]
  } catch {
    return undefined
  }
}

/** Only a request that never began to leave is known not to be sent. */
function outcomeOfNetworkError(error: unknown, started: boolean): SendOutcome {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  return { kind: started ? 'unknown' : 'not-sent', because: code ?? name ?? message ?? 'no answer' }
}

let warned = false
/** After a version's last day Meta serves another one and says so only in a header. */
function warnOnVersionMismatch(asked: string, served: string | string[] | undefined, log: Log): void {
  if (warned || served === undefined || served === asked) return
  warned = true
  log.error('graph.version_differs', { asked, served: String(served) })
}

import { Agent } from 'undici'
import type { Log } from '../kernel/log.ts'
import { asArray, asObject, parseJson, type JsonObject } from '../kernel/untrusted-json.ts'
import { missingTokenError, tokenForSender, type AccessTokens } from './access-tokens.ts'
import { failureFromResponse, type GraphFailure } from './graph-error.ts'
import {
  GRAPH_TIMEOUT_SECONDS,
  type GraphClient,
  type GraphSender,
  type SendOutcome,
} from './graph-client.ts'
import { readGraph, requestGraph, unreachable, type GraphUnreachable } from './graph-request.undici.ts'
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

const JSON_BODY = { 'content-type': 'application/json' }

/** Meta's Graph API over HTTPS. */
export function graphOverHttp(settings: GraphSettings, log: Log): GraphClient {
  return {
    async send(sender, payload) {
      const token = tokenForSender(settings, sender)
      if (token === undefined)
        return { kind: 'impossible', code: 'TOKEN_SECRET_MISSING', because: missingTokenError(sender) }
      const progress = { started: false }
      const asked = await requestGraph(
        `${baseUrl(settings, sender)}/${settings.version}/${sender.phoneNumberId}/messages`,
        {
          token,
          method: 'POST',
          headers: JSON_BODY,
          body: JSON.stringify(payload),
          dispatcher: trackRequestStart(agent, progress),
          timeoutMs: TIMEOUTS.all,
        },
      )
      if ('unreachable' in asked) return networkOutcome(asked, progress.started)
      const { statusCode, headers, body } = asked.response
      warnOnVersionMismatch(settings.version, headers['facebook-api-version'], log)
      const text = await body.text().catch(unreachable)
      if (typeof text !== 'string') return networkOutcome(text, progress.started)
      return statusCode === 200
        ? acceptedBy(text)
        : { kind: 'refused', failure: failureFromResponse(statusCode, headers, text) }
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
  const answer = await readGraph(
    `${baseUrl(settings, sender)}/${settings.version}/${sender.phoneNumberId}${path}`,
    {
      token,
      ...(body && { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) }),
      dispatcher: agent,
      timeoutMs: TIMEOUTS.all,
    },
  )
  if ('text' in answer) return null
  return 'unreachable' in answer ? { message: answer.unreachable } : answer.failure
}

const baseUrl = (settings: GraphSettings, { mode }: GraphSender): string =>
  mode === 'test' ? settings.testUrl : settings.url

/** A 200 means accepted and has Meta's id of the message. Without one the outcome is unknown. */
function acceptedBy(text: string): SendOutcome {
  const message = firstMessage(text)
  const id = message['id']
  if (typeof id !== 'string' || id === '') return { kind: 'unknown', because: 'a 200 without a message id' }
  return {
    kind: 'accepted',
    wamid: id,
    heldByMeta: message['message_status'] === 'held_for_quality_assessment',
  }
}

const firstMessage = (text: string): JsonObject => asObject(asArray(asObject(parseJson(text))['messages'])[0])

/** Only a request that never began to leave is known not to be sent. */
const networkOutcome = ({ code }: GraphUnreachable, started: boolean): SendOutcome => ({
  kind: started ? 'unknown' : 'not-sent',
  because: code,
})

let warned = false
/** After a version's last day Meta serves another one and says so only in a header. */
function warnOnVersionMismatch(asked: string, served: string | string[] | undefined, log: Log): void {
  if (warned || served === undefined || served === asked) return
  warned = true
  log.error('graph.version_differs', { asked, served: String(served) })
}

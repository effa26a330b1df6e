import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { IncomingMessage, Server, ServerResponse } from 'node:http'

/** https://nodejs.org/api/diagnostics_channel.html#http: published before a server's listeners see a request. */
const REQUEST_START = 'http.server.request.start'

/** A request as it arrives, with its response and server. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly server: Server
}

/**
 * Calls `begin` for each request of every server in this process.
 * @returns ends it
 */
export function onRequestStart(begin: (exchange: Exchange) => void): () => void {
  const listener = (message: unknown): void => {
    if (isExchange(message)) begin(message)
  }
  subscribe(REQUEST_START, listener)
  return () => unsubscribe(REQUEST_START, listener)
}

const isExchange = (message: unknown): message is Exchange =>
  typeof message === 'object' &&
  message !== null &&
  'request' in message &&
  message.request instanceof IncomingMessage &&
  'response' in message &&
  message.response instanceof ServerResponse &&
  'server' in message &&
  message.server instanceof Server

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { hideBodyHeaders, type RequestWithHeaders } from './body-headers.ts'

/** https://nodejs.org/api/diagnostics_channel.html#http: published before a server's listeners see a request. */
const REQUEST_START = 'http.server.request.start'

/**
 * Keeps the platform from reading bodies before a request is authenticated. Its framework inflates and parses every
 * body first: 300 kB of gzip took 600 MB, and malformed JSON was answered with a page of HTML. The body stays in
 * `rawBody`, as received. For the process of an HTTP function only: other functions need their event parsed.
 * @returns ends it
 */
export function keepBodiesRaw(): () => void {
  subscribe(REQUEST_START, hide)
  return () => unsubscribe(REQUEST_START, hide)
}

const hide = (message: unknown): void => hideBodyHeaders((message as { request: RequestWithHeaders }).request)

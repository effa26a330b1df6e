import { hideBodyHeaders } from './body-headers.ts'
import { onRequestStart } from './request-start.system.ts'

/**
 * Keeps the platform from reading bodies before a request is authenticated. Its framework inflates and parses every
 * body first: 300 kB of gzip took 600 MB, and malformed JSON was answered with a page of HTML. The body stays in
 * `rawBody`, as received. For the process of an HTTP function only: other functions need their event parsed.
 * @returns ends it
 */
export const keepBodiesRaw = (): (() => void) => onRequestStart(({ request }) => hideBodyHeaders(request))

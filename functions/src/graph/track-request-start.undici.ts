import type { Dispatcher } from 'undici'

/** Whether undici began to write a request to a connection. */
export interface RequestProgress {
  started: boolean
}

/**
 * The same dispatcher, noting when a request begins to leave. An error before that proves that no byte of it was
 * sent, whatever its code: a failed name lookup, a refused or reset connection, a failed TLS handshake.
 */
export const trackRequestStart = (dispatcher: Dispatcher, progress: RequestProgress): Dispatcher =>
  dispatcher.compose((dispatch) => (options, handler) => dispatch(options, startObserver(handler, progress)))

const startObserver = (
  handler: Dispatcher.DispatchHandler,
  progress: RequestProgress,
): Dispatcher.DispatchHandler => ({
  onRequestStart(controller, context) {
    progress.started = true
    handler.onRequestStart?.(controller, context)
  },
  onRequestUpgrade: (...event) => handler.onRequestUpgrade?.(...event),
  onResponseStart: (...event) => handler.onResponseStart?.(...event),
  onResponseData: (...event) => handler.onResponseData?.(...event),
  onResponseEnd: (...event) => handler.onResponseEnd?.(...event),
  onResponseError: (...event) => handler.onResponseError?.(...event),
})

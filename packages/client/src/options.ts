/** The settings of a client. */
export interface WaypostOptions {
  /** Where the API is, such as `https://my-project.web.app`. Pages of the same Hosting site leave it out. */
  baseUrl?: string
  /** The API key of a server. Refused in a browser: everyone could read it. */
  apiKey?: string
  /** Returns the Firebase ID token of the signed-in user; with `fresh`, a renewed one. Called before each attempt. */
  getToken?: (fresh: boolean) => Promise<string | null | undefined> | string | null | undefined
  /** Returns the App Check token: `() => getToken(appCheck)` of `firebase/app-check`. */
  appCheck?: () => Promise<string | { token: string }>
  /** Allows `apiKey` in a browser, for example in an internal tool. */
  dangerouslyAllowBrowser?: boolean
  /** The longest wait for one answer, in milliseconds; 30 seconds by default. */
  timeoutMs?: number
  /** Further attempts after a failure that can pass; 2 by default. */
  retries?: number
  /** Replaces `fetch`, for tests and proxies. */
  fetch?: typeof fetch
  /** Replaces the waits between attempts and between polls, for tests. */
  wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** The options of one request. */
export interface RequestOptions {
  signal?: AbortSignal
  /** Further headers. */
  headers?: Record<string, string>
  /** Overrides `timeoutMs` of the client. */
  timeoutMs?: number
}

/** The options of a send. */
export interface SendOptions extends RequestOptions {
  /**
   * The idempotency key: names what the message is about, such as `order-1042-shipped`.
   * The same key never sends twice. `random` gives up that protection beyond this one call.
   */
  key: string
  /** Does not wait for Meta: the answer is `queued`. */
  respondAsync?: boolean
}

/** Whether this code runs in a page. */
const inBrowser = (): boolean => 'document' in globalThis

/** @throws TypeError for settings that cannot work */
export function checkOptions({ baseUrl, apiKey, dangerouslyAllowBrowser }: WaypostOptions): void {
  if (apiKey !== undefined && inBrowser() && dangerouslyAllowBrowser !== true)
    throw new TypeError('An API key in a browser is public. Pass getToken, or dangerouslyAllowBrowser: true.')
  if (baseUrl === undefined && !('location' in globalThis))
    throw new TypeError('baseUrl is required outside a browser, such as https://my-project.web.app.')
}

/** Waits; rejects with the signal's reason when it is aborted. */
export const wait = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      // The same value that fetch rejects with.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted === true) abort()
  })

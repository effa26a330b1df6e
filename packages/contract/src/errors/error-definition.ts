/**
 * Whether the same request can succeed after an error:
 * `never` = change the request; `later` = it may succeed after a wait;
 * `after-fix` = the request is valid; a setting, a permission or an account must be fixed first.
 */
export type Retry = 'never' | 'later' | 'after-fix'

/** One entry of the error catalogue. */
export interface ErrorDefinition {
  /** HTTP status of an answer that carries this code. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503
  readonly retry: Retry
  /** A short sentence: what happened. */
  readonly title: string
  /** What to do about it, for the person who reads the answer. */
  readonly hint: string
}

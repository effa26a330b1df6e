/**
 * What a caller may do with the same request after an error:
 * `never` = it will be refused again, change it; `later` = the same request may succeed after a wait;
 * `after-fix` = the request is fine, somebody has to repair a setting, a permission or an account first.
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

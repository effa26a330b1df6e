import { asObject, parseJson } from '../kernel/untrusted-json.ts'

/**
 * A refusal of the Graph API in one shape, whether it came as an answer or in a status webhook.
 * Nothing here throws: an error about an error would hide the first one.
 */
export interface GraphFailure {
  httpStatus?: number
  /** Meta's code: the only thing decisions are made on. */
  code?: number
  subcode?: number
  title?: string
  message?: string
  details?: string
  fbtraceId?: string
  isTransient?: boolean
  /** How long Meta asks us to wait, capped. */
  retryAfterSeconds?: number
}

/** Response headers with lower-case names, as Node and undici give them. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

const MAX_RETRY_AFTER_SECONDS = 15 * 60
/** Call limits are counted over a moving hour, so a longer wait is never needed. */
const MAX_REGAIN_ACCESS_SECONDS = 60 * 60
/** Error pages of gateways can be long; a message in our records need not be. */
const MAX_TEXT = 1000

type Fields = Record<string, unknown>

/**
 * Reads a failed answer. Understands Meta's envelope with `error_data` as object, as text or as JSON in a text,
 * codes written as text, OAuth's `{ "error": "…" }`, and bodies that are no JSON at all (HTML, empty).
 */
export function failureFromResponse(
  status: number,
  headers: ResponseHeaders,
  bodyText: string,
): GraphFailure {
  const error = asFields(parseJson(bodyText))?.['error']
  const fields = asFields(error) ?? {}
  const data = readErrorData(fields['error_data'])
  return withoutAbsent({
    httpStatus: status,
    code: asInteger(fields['code']),
    subcode: asInteger(fields['error_subcode']),
    title: asText(fields['error_user_title']),
    message: asText(fields['message']) ?? asText(error) ?? plainText(bodyText, error),
    details: data ?? asText(fields['error_user_msg']),
    fbtraceId: asText(fields['fbtrace_id']),
    isTransient: typeof fields['is_transient'] === 'boolean' ? fields['is_transient'] : undefined,
    retryAfterSeconds: retryAfterSeconds(headers),
  })
}

/** Reads the `errors` of a status webhook: the first entry with a code, else the first. */
export function failureFromStatus(errors: unknown): GraphFailure {
  const entries = (Array.isArray(errors) ? errors : [errors])
    .map(asFields)
    .filter((entry) => entry !== undefined)
  const fields = entries.find((entry) => asInteger(entry['code']) !== undefined) ?? entries[0] ?? {}
  return withoutAbsent({
    code: asInteger(fields['code']),
    subcode: asInteger(fields['error_subcode']),
    title: asText(fields['title']),
    message: asText(fields['message']),
    details: readErrorData(fields['error_data']) ?? asText(fields['details']),
  })
}

/**
 * Whether the message may have been accepted although no answer of the Graph API says so: a gateway's error page,
 * or a success without a readable body. 503 is not among them: it says that nothing was begun.
 */
export const outcomeIsUnknown = ({ code, httpStatus }: GraphFailure): boolean =>
  code === undefined && httpStatus !== undefined && (httpStatus < 300 || [500, 502, 504].includes(httpStatus))

function readErrorData(data: unknown): string | undefined {
  const parsed = typeof data === 'string' ? (asFields(parseJson(data)) ?? data) : data
  return asText(parsed) ?? asText(asFields(parsed)?.['details'])
}

/** The longer of the wait in `Retry-After` and the minutes in `X-Business-Use-Case-Usage`. */
function retryAfterSeconds(headers: ResponseHeaders): number | undefined {
  const waits = [retryAfterHeader(headers), regainAccess(headers)].filter((wait) => wait !== undefined)
  return waits.length === 0 ? undefined : Math.max(...waits)
}

/** Seconds, or a date: measured against the answer's own `Date`, so that our clock does not matter. */
function retryAfterHeader(headers: ResponseHeaders): number | undefined {
  const value = headerText(headers, 'retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : (Date.parse(value) - Date.parse(headerText(headers, 'date') ?? '')) / 1000
  return seconds >= 0 ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_SECONDS) : undefined
}

/** `{"<account>":[{"estimated_time_to_regain_access":<minutes>, …}]}`; 0 = not limited. */
function regainAccess(headers: ResponseHeaders): number | undefined {
  const usage = asFields(parseJson(headerText(headers, 'x-business-use-case-usage') ?? ''))
  const minutes = Object.values(usage ?? {})
    .flat()
    .map((entry) => asInteger(asFields(entry)?.['estimated_time_to_regain_access']) ?? 0)
  const longest = Math.max(0, ...minutes)
  return longest > 0 ? Math.min(longest * 60, MAX_REGAIN_ACCESS_SECONDS) : undefined
}

function headerText(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The words of a page that is not Meta's envelope, without its tags. */
function plainText(body: string, error: unknown): string | undefined {
  if (error !== undefined) return undefined
  const isPage = /^\s*</.test(body)
  return asText(
    isPage
      ? body
          .slice(0, 20_000)
          .replace(/<[^<>]*>/g, ' ')
          .replace(/\s+/g, ' ')
      : body,
  )
}

const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? asObject(value) : undefined

function asText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().slice(0, MAX_TEXT) : ''
  return text === '' ? undefined : text
}

function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

function withoutAbsent(failure: {
  [Key in keyof GraphFailure]: GraphFailure[Key] | undefined
}): GraphFailure {
  return Object.fromEntries(Object.entries(failure).filter(([, value]) => value !== undefined))
}

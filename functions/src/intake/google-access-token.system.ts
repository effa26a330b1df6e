import { get } from 'node:http'
import { asObject } from '../kernel/untrusted-json.ts'

/** An access token and how long it is valid. */
export interface FetchedToken {
  readonly token: string
  readonly seconds: number
}

/**
 * The access token of the function's service account, cached until shortly before it expires.
 * @param refused a token that was answered with 401: never returned again
 */
export type AccessToken = (refused?: string) => Promise<string>

/** Renewed this long before it expires. */
const MARGIN_MS = 120_000
const TIMEOUT_MS = 5_000

/** Concurrent calls share one request. */
export function googleAccessToken(
  fetchToken: () => Promise<FetchedToken> = fetchFromMetadataServer,
  now: () => number = Date.now,
): AccessToken {
  let known: { fetched: Promise<string>; token?: string; until: number } | undefined
  return (refused) => {
    if (known && known.until > now() && (refused === undefined || known.token !== refused))
      return known.fetched
    const entry: NonNullable<typeof known> = {
      until: Infinity,
      fetched: fetchToken().then(({ token, seconds }) => {
        entry.token = token
        entry.until = now() + seconds * 1000 - MARGIN_MS
        return token
      }),
    }
    known = entry
    entry.fetched.catch(() => {
      if (known === entry) known = undefined
    })
    return entry.fetched
  }
}

/**
 * Asks the metadata server that runs beside every function.
 * https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
const fetchFromMetadataServer = async (): Promise<FetchedToken> => {
  const { status, text } = await askMetadataServer()
  if (status !== 200) throw new Error(`The metadata server answered ${String(status)}: ${text.slice(0, 200)}`)
  const { access_token: token, expires_in: seconds } = asObject(JSON.parse(text))
  if (typeof token !== 'string' || typeof seconds !== 'number')
    throw new Error('The metadata server answered without a token.')
  return { token, seconds }
}

const askMetadataServer = (): Promise<{ status: number | undefined; text: string }> =>
  new Promise((resolve, reject) => {
    const request = get(
      'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
      { headers: { 'metadata-flavor': 'Google' }, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode, text: Buffer.concat(pieces).toString() }),
        )
      },
    )
    request.on('error', reject)
  })

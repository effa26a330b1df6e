import { get } from 'node:http'

/** Renewed this long before it ends. */
const MARGIN_MS = 120_000
const TIMEOUT_MS = 5_000

let known: { token: Promise<string>; until: number } | undefined

/**
 * The access token of the function's own service account, from the metadata server beside every function.
 * https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
export function googleAccessToken(): Promise<string> {
  if (known && known.until > Date.now()) return known.token
  const asked: { token: Promise<string>; until: number } = {
    until: Date.now() + MARGIN_MS,
    token: askMetadataServer().then(({ access_token, expires_in }) => {
      asked.until = Date.now() + expires_in * 1000 - MARGIN_MS
      return access_token
    }),
  }
  asked.token.catch(() => (known = undefined))
  known = asked
  return asked.token
}

interface TokenAnswer {
  access_token: string
  expires_in: number
}

const askMetadataServer = (): Promise<TokenAnswer> =>
  new Promise((resolve, reject) => {
    const request = get(
      'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
      { headers: { 'metadata-flavor': 'Google' }, timeout: TIMEOUT_MS },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString()
          if (response.statusCode === 200) resolve(JSON.parse(text) as TokenAnswer)
          else
            reject(
              new Error(`The metadata server answered ${String(response.statusCode)}: ${text.slice(0, 200)}`),
            )
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error('The metadata server did not answer')))
    request.on('error', reject)
  })

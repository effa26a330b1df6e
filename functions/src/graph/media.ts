import { asObject, parseJson, asNonEmptyString } from '../kernel/untrusted-json.ts'
import type { GraphSender } from './graph-client.ts'
import type { GraphFailure } from './graph-error.ts'

/** What Meta says of a file that it holds. */
export interface GraphMediaInfo {
  /** Where the file is, for five minutes; the token is needed there too. */
  readonly url: string
  /** In bytes. */
  readonly size?: number
  /** In hexadecimal, as `GET /{media-id}` says it; webhooks say it in base64. */
  readonly sha256?: string
}

/** A file that is being downloaded, or why it cannot be. Its bytes can be read once, and reject when the connection breaks. */
export type OpenedMedia =
  | { readonly info: GraphMediaInfo; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly failure: GraphFailure }

/** Asks Meta where a file is, and begins to download it. Never throws for what Meta or the network does. */
export type OpenMedia = (sender: GraphSender, mediaId: string) => Promise<OpenedMedia>

/** A file on its way to Meta. */
export interface NewMedia {
  readonly bytes: Uint8Array
  readonly mimeType: string
  readonly filename: string
}

/** Uploads a file: Meta's id of it, good for 30 days. Never throws for what Meta or the network does. */
export type UploadMedia = (
  sender: GraphSender,
  file: NewMedia,
) => Promise<{ readonly id: string } | { readonly failure: GraphFailure }>

/**
 * The answer of `GET /{media-id}`; null for one without an address.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#get-media-url
 */
export function readMediaInfo(text: string): GraphMediaInfo | null {
  const { url, file_size: size, sha256 } = asObject(parseJson(text))
  if (typeof url !== 'string' || !URL.canParse(url)) return null
  return {
    url,
    ...((typeof size === 'number' || typeof size === 'string') &&
      Number.isSafeInteger(Number(size)) && { size: Number(size) }),
    ...(typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256) && { sha256: sha256.toLowerCase() }),
  }
}

/** The answer of `POST /{phone-number-id}/media`; null for one without an id. */
export function readUploadedId(text: string): string | null {
  return asNonEmptyString(asObject(parseJson(text))['id']) ?? null
}

/**
 * The form that Meta takes a file in (RFC 7578), as one piece of known length. Written by hand: the form of undici never
 * ends where it is given to its own `request`.
 * @param boundary a word that does not come in the file: a random one
 */
export function mediaForm({ bytes, mimeType, filename }: NewMedia, boundary: string): Uint8Array {
  const name = filename.replaceAll(/[\r\n"]/g, '_')
  const head = [
    ...['messaging_product', 'type'].flatMap((field, i) => [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${field}"`,
      '',
      i === 0 ? 'whatsapp' : mimeType,
    ]),
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    `Content-Type: ${mimeType}`,
    '',
    '',
  ]
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

/** Hosts of Meta that hand out files. */
const fileHosts = /^(?:lookaside\.fbsbx\.com|(?:[a-z0-9-]+\.)+fbcdn\.net)$/

/**
 * Whether Meta's token may go to an address: that of the Graph API itself, or over https one of the hosts where Meta
 * keeps files. Wherever else an answer points, the token does not follow.
 * @param graphUrl where the Graph API is; in a local stack the simulator
 */
export function isMetaHost(address: string, graphUrl: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password, origin } = new URL(address)
  if (username !== '' || password !== '') return false
  return (
    origin === new URL(graphUrl).origin || (protocol === 'https:' && port === '' && fileHosts.test(hostname))
  )
}

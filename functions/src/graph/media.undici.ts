import { randomUUID } from 'node:crypto'
import type { Dispatcher } from 'undici'
import { failureFromResponse, type GraphFailure } from './graph-error.ts'
import { missingTokenError, tokenForSender } from './access-tokens.ts'
import { requestGraph, unreachable, type GraphRequest } from './graph-request.undici.ts'
import type { GraphSettings } from './graph-client.undici.ts'
import type { GraphSender } from './graph-client.ts'
import {
  isMetaHost,
  mediaForm,
  readMediaInfo,
  readUploadedId,
  type OpenMedia,
  type UploadMedia,
} from './media.ts'

const REQUEST_TIMEOUT_MS = 20_000
/** 100 MB at 400 kB a second. */
const TRANSFER_TIMEOUT_MS = 240_000
const MAX_REDIRECTS = 3

/** What a sender's requests go to, and with which token. */
interface MediaEndpoint {
  readonly url: string
  readonly base: string
  readonly token: string
}

type GraphResult =
  { readonly response: Dispatcher.ResponseData<unknown> } | { readonly failure: GraphFailure }

/** Files at Meta, over HTTPS. */
export const mediaOverHttp = (
  settings: GraphSettings,
): { openMedia: OpenMedia; uploadMedia: UploadMedia } => ({
  async openMedia(sender, mediaId) {
    const endpoint = mediaEndpoint(settings, sender)
    if (!endpoint) return { failure: { message: missingTokenError(sender) } }
    const asked = await requestFile(
      `${endpoint.base}/${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(sender.phoneNumberId)}`,
      { token: endpoint.token, timeoutMs: REQUEST_TIMEOUT_MS },
    )
    if ('failure' in asked) return asked
    const info = readMediaInfo(await textOf(asked.response))
    if (!info) return { failure: { httpStatus: 200, message: 'Meta does not say where the file is.' } }
    const file = await followRedirects(info.url, endpoint)
    return 'failure' in file ? file : { info, bytes: file.response.body }
  },
  async uploadMedia(sender, { bytes, mimeType, filename }) {
    const endpoint = mediaEndpoint(settings, sender)
    if (!endpoint) return { failure: { message: missingTokenError(sender) } }
    const boundary = `waypost-${randomUUID()}`
    const asked = await requestFile(`${endpoint.base}/${encodeURIComponent(sender.phoneNumberId)}/media`, {
      method: 'POST',
      token: endpoint.token,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: mediaForm({ bytes, mimeType, filename }, boundary),
      timeoutMs: TRANSFER_TIMEOUT_MS,
    })
    if ('failure' in asked) return asked
    const id = readUploadedId(await textOf(asked.response))
    return id === null
      ? { failure: { httpStatus: 200, message: 'Meta took the file and did not say its id.' } }
      : { id }
  },
})

function mediaEndpoint(settings: GraphSettings, sender: GraphSender): MediaEndpoint | null {
  const token = tokenForSender(settings, sender)
  if (token === undefined) return null
  const url = sender.mode === 'test' ? settings.testUrl : settings.url
  return { url, base: `${url}/${settings.version}`, token }
}

/** Goes where Meta says the file is. Each step is looked at before the token goes there. */
async function followRedirects(first: string, { url, token }: MediaEndpoint): Promise<GraphResult> {
  const signal = AbortSignal.timeout(TRANSFER_TIMEOUT_MS)
  let address = first
  for (let step = 0; step <= MAX_REDIRECTS; step++) {
    if (!isMetaHost(address, url))
      return { failure: { message: `Meta points to ${hostOf(address)}, which is none of its hosts.` } }
    const asked = await requestFile(address, { token, signal })
    if ('failure' in asked) return asked
    const to = asked.response.headers['location']
    if (asked.response.statusCode === 200) return asked
    await asked.response.body.dump()
    if (typeof to !== 'string' || !URL.canParse(to, address))
      return { failure: { httpStatus: asked.response.statusCode, message: 'The file is not there.' } }
    address = new URL(to, address).href
  }
  return { failure: { message: 'Meta sends from one address to the next without end.' } }
}

const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host : 'an unreadable address'

/** A request whose errors are failures. */
async function requestFile(url: string, options: GraphRequest): Promise<GraphResult> {
  const asked = await requestGraph(url, options)
  if ('unreachable' in asked) return { failure: { message: asked.unreachable } }
  const { statusCode, headers, body } = asked.response
  if (statusCode < 400) return asked
  const text = await body.text().catch(unreachable)
  if (typeof text !== 'string') return { failure: { message: text.unreachable } }
  return { failure: failureFromResponse(statusCode, headers, text) }
}

/** An answer whose text breaks off says nothing. */
const textOf = (response: Dispatcher.ResponseData<unknown>): Promise<string> =>
  response.body.text().catch(() => '')

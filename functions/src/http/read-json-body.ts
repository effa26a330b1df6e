import { WaypostError } from '@waypost/contract'

/** A request whose body was not read yet. */
export interface JsonRequest {
  header(name: string): string | undefined
  arrayBuffer(): Promise<ArrayBuffer>
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i
const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i

/**
 * The JSON that a request brings; an empty object without a body, as `curl -X POST …/cancel` sends it.
 * @throws WaypostError `UNSUPPORTED_MEDIA_TYPE` for another type or charset; `INVALID_REQUEST` for malformed JSON
 */
export async function readJsonBody(request: JsonRequest): Promise<unknown> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength === 0) return {}
  const type = request.header('content-type') ?? ''
  if (!JSON_TYPE.test(type)) throw new WaypostError('UNSUPPORTED_MEDIA_TYPE')
  const charset = CHARSET.exec(type)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new WaypostError('UNSUPPORTED_MEDIA_TYPE', {
      message: `The charset "${charset.slice(0, 40)}" is not supported. Send JSON as UTF-8.`,
    })
  return parseJson(decodeUtf8(bytes))
}

/**
 * Refuses a compressed body: it would be inflated to any size.
 * @throws WaypostError `UNSUPPORTED_MEDIA_TYPE`
 */
export function refuseCompressedBody(encoding: string | undefined): void {
  if (encoding !== undefined && !/^\s*(?:identity)?\s*$/i.test(encoding))
    throw new WaypostError('UNSUPPORTED_MEDIA_TYPE', {
      message: `Content-Encoding "${encoding.slice(0, 40)}" is not supported. Send the body uncompressed.`,
    })
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new WaypostError('INVALID_REQUEST', { message: 'The body is not valid UTF-8.', cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new WaypostError('INVALID_REQUEST', { message: 'The body is not valid JSON.', cause })
  }
}

import type { UploadMediaAnswer } from './generated/api-types.ts'
import type { RequestOptions } from './options.ts'
import { action, type Requester } from './routes.ts'

/** What an upload says beside the file. */
export interface UploadOptions extends RequestOptions {
  /** The MIME type; a `Blob` or `File` brings its own. */
  type?: string
  /** The name of the file at Meta; a `File` brings its own. */
  filename?: string
  /** The session (sender) that will send it. */
  session?: string
}

const nameOf = (file: unknown): string | undefined => (file as { name?: string }).name
const typeOf = (file: unknown): string | undefined => (file as { type?: string }).type

export const media = (client: Requester) => ({
  /** Uploads a file to Meta; its id is the `mediaId` of a send. */
  upload: (file: Blob | ArrayBuffer | Uint8Array, options: UploadOptions = {}) => {
    const { type = typeOf(file), filename = nameOf(file), session, headers, ...rest } = options
    return client.request('POST', '/v1/media', {
      ...rest,
      file,
      query: { session, filename },
      headers: { 'content-type': type || 'application/octet-stream', ...headers },
    }) as Promise<UploadMediaAnswer>
  },
  /** Downloads the file of an inbound message, by the id of the message. */
  get: (id: string, options?: RequestOptions): Promise<Response> =>
    action(client, 'GET /v1/media/{id}')(id, { ...options, raw: true } as RequestOptions),
})

import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { listeningServer } from './listening-server.ts'

/** What is wrong with a file at Meta. */
export interface FileTrouble {
  readonly sha256?: string
  readonly size?: number | undefined
  /** Answers 404 this often before the file is there. */
  readonly gone?: number
  readonly breaksOff?: boolean
  /** Sends without end. */
  readonly goesOn?: boolean
  /** Redirects of the file, one after the other. */
  readonly redirects?: readonly string[]
  /** Where it says the file is; null: it does not say. */
  readonly url?: string | null
}

/** A server in the place of Meta that has one file, `7`, and whatever trouble with it a test wants. */
export interface ServedMeta {
  readonly url: string
  has(bytes: Buffer, trouble?: FileTrouble): void
  /** The paths that were asked for with the token. */
  asked(): string[]
  reset(): void
  close(): Promise<void>
}

export async function serveMeta(): Promise<ServedMeta> {
  let file: { bytes: Buffer; trouble: FileTrouble } = { bytes: Buffer.alloc(0), trouble: {} }
  let asked: string[] = []
  let [gone, redirects]: [number, string[]] = [0, []]
  const { url, close } = await listeningServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://meta')
    asked.push(pathname)
    if (request.headers.authorization !== 'Bearer token') return void response.writeHead(401).end()
    if (pathname === '/v26.0/7') return void response.end(JSON.stringify(describe(file, url)))
    const next = redirects.shift()
    if (next !== undefined) return void response.writeHead(302, { location: next }).end()
    if (gone-- > 0) return void response.writeHead(404).end('URL signature expired')
    send(response, file)
  })
  return {
    url,
    has(bytes, trouble = {}) {
      file = { bytes, trouble }
      gone = trouble.gone ?? 0
      redirects = [...(trouble.redirects ?? [])]
    },
    asked: () => [...asked],
    reset: () => void (asked = []),
    close,
  }
}

const describe = ({ bytes, trouble }: { bytes: Buffer; trouble: FileTrouble }, url: string): object => ({
  messaging_product: 'whatsapp',
  id: '7',
  ...(trouble.url !== null && { url: trouble.url ?? `${url}/file` }),
  file_size: 'size' in trouble ? trouble.size : bytes.length,
  ...(trouble.goesOn !== true && {
    sha256: trouble.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
  }),
})

function send(response: ServerResponse, { bytes, trouble }: { bytes: Buffer; trouble: FileTrouble }): void {
  if (trouble.goesOn === true) return void endlessly(response)
  response.writeHead(200, { 'content-length': String(bytes.length) })
  if (trouble.breaksOff !== true) return void response.end(bytes)
  response.write(bytes.subarray(0, 5), () => response.destroy())
}

const PIECE = Buffer.alloc(4 * 1024 * 1024)

function endlessly(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write(PIECE));
  }
  response.on('drain', more)
  more()
}

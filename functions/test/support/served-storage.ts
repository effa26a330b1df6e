import type { IncomingMessage, ServerResponse } from 'node:http'
import { listeningServer } from './listening-server.ts'

export interface StoredObject {
  readonly bytes: Buffer
  readonly metadata: Readonly<Record<string, unknown>>
}

/** As much of Cloud Storage's JSON API as a store of files asks for, in memory. */
export interface ServedStorage {
  readonly host: string
  readonly objects: Map<string, StoredObject>
  close(): Promise<void>
}

/** https://cloud.google.com/storage/docs/json_api/v1/objects */
export async function serveStorage(): Promise<ServedStorage> {
  const objects = new Map<string, StoredObject>()
  const { url, close } = await listeningServer((request, response) => {
    answer(request, response, objects).catch(() => response.writeHead(500).end())
  })
  return { host: url, objects, close }
}

type Objects = Map<string, StoredObject>

async function answer(request: IncomingMessage, response: ServerResponse, objects: Objects): Promise<void> {
  const url = new URL(request.url ?? '', 'http://storage')
  const name = decodeURIComponent(url.pathname.split('/o/')[1] ?? '')
  if (request.method === 'POST') return upload(request, response, objects)
  if (url.pathname.endsWith('/o')) return void list(url, response, objects)
  const object = objects.get(name)
  if (!object) return void json(response, 404, { error: { code: 404, message: `No such object: ${name}` } })
  if (request.method === 'DELETE') {
    objects.delete(name)
    return void response.writeHead(204).end()
  }
  if (url.searchParams.get('alt') !== 'media') return void json(response, 200, { name, ...object.metadata })
  const [, from, to] = /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? '') ?? []
  const bytes = object.bytes.subarray(Number(from ?? 0), to === undefined ? undefined : Number(to) + 1)
  response.writeHead(from === undefined ? 200 : 206, { 'content-length': String(bytes.length) }).end(bytes)
}

/** `multipart/related`: the metadata, then the bytes. One that breaks off stores nothing. */
async function upload(request: IncomingMessage, response: ServerResponse, objects: Objects): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const whole = Buffer.concat(pieces).toString('latin1')
  const [, boundary = ''] = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '') ?? []
  const parts = whole.split(`--${boundary}`).slice(1, -1)
  const [metadata = '{}', bytes = ''] = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2))
  const read = JSON.parse(Buffer.from(metadata, 'latin1').toString()) as Record<string, unknown>
  const name = new URL(request.url ?? '', 'http://storage').searchParams.get('name') ?? ''
  const stored = Buffer.from(bytes, 'latin1')
  objects.set(name, {
    bytes: stored,
    metadata: { ...read, size: String(stored.length), crc32c: crc32c(stored) },
  })
  json(response, 200, { name, ...objects.get(name)?.metadata })
}

/** What Google's client compares with what it sent: CRC-32C (Castagnoli), big-endian in base64. */
function crc32c(bytes: Buffer): string {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0x82f63b78 : 0)
  }
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE((rest ^ 0xffffffff) >>> 0)
  return sum.toString('base64')
}

function list(url: URL, response: ServerResponse, objects: Objects): void {
  const [prefix, delimiter] = [url.searchParams.get('prefix') ?? '', url.searchParams.get('delimiter')]
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix)).toSorted()
  const below = (name: string) => {
    const end = delimiter === null ? -1 : name.indexOf(delimiter, prefix.length)
    return end < 0 ? null : name.slice(0, end + 1)
  }
  const prefixes = [...new Set(names.map(below).filter((name) => name !== null))]
  json(response, 200, {
    items: names.filter((name) => below(name) === null).map((name) => ({ name })),
    ...(prefixes.length > 0 && { prefixes }),
  })
}

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** Reads a CloudEvent from a POST: structured (one JSON document) or binary (attributes in ce-* headers). */
import type { IncomingHttpHeaders } from 'node:http'

/** The event as firebase-functions takes it; throws a SyntaxError when the body is not JSON. */
export function readCloudEvent(headers: IncomingHttpHeaders, bytes: Buffer): unknown {
  if (headers['ce-type'] === undefined) return JSON.parse(bytes.toString('utf8'))
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice('ce-'.length), value] as const)
  return { ...Object.fromEntries(attributes), data: binaryData(headers, bytes) }
}

function binaryData(headers: IncomingHttpHeaders, bytes: Buffer): unknown {
  // The official emulator sends protobuf as base64 text; firebase-functions decodes the bytes itself.
  const protobuf = headers['content-type']?.includes('protobuf') ?? false
  return protobuf ? Buffer.from(bytes.toString('latin1'), 'base64') : JSON.parse(bytes.toString('utf8'))
}

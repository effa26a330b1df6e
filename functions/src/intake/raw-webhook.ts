import { purgeDate } from '../kernel/retention.ts'
import { gzipSync } from 'node:zlib'
import type { NewDocument } from './intake-writes.ts'

/** A document holds a mebibyte; Meta sends up to three. */
const CHUNK_BYTES = 900_000
/**
 * The bytes of a webhook as received, compressed and in pieces that fit into documents, under the hash of
 * the body. Kept when something in it could not be read or written, or always if so configured.
 */
export function rawWebhookDocuments(
  body: Uint8Array,
  hash: string,
  { now, reasons }: { now: Date; reasons: readonly string[] },
): NewDocument[] {
  const compressed = gzipSync(body)
  const pieces = Array.from({ length: Math.ceil(compressed.length / CHUNK_BYTES) }, (_, i) =>
    compressed.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
  )
  const purgeAt = purgeDate('rawWebhook', now)
  const [first = new Uint8Array(), ...rest] = pieces
  return [
    {
      kind: 'create',
      path: `rawWebhooks/${hash}`,
      fields: {
        state: reasons.length > 0 ? 'quarantined' : 'kept',
        reasons: reasons.slice(0, 50),
        bytes: body.length,
        pieces: pieces.length,
        gzip: first,
        receivedAt: now,
        purgeAt,
      },
    },
    ...rest.map((gzip, i): NewDocument => ({
      kind: 'create',
      path: `rawWebhooks/${hash}/pieces/${String(i + 1)}`,
      fields: { gzip, purgeAt },
    })),
  ]
}

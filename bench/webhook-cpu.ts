import { createHmac, timingSafeEqual } from 'node:crypto'
import { isSignedByMeta } from '../functions/src/graph/hub-signature.ts'
import { classifyWebhookItems } from '../functions/src/intake/classify-webhook-items.ts'
import { APP_SECRET, statusBody, textBody, type Signed } from './bodies.ts'
import { pairedRounds, ratioOf, type Variant } from './paired-rounds.ts'
import type { Result } from './report.ts'

/** The lower bound: the signature, a comparison, one parse of the JSON. */
function leastOf({ bytes, header }: Signed): Body {
  const signature = Buffer.from(header.slice('sha256='.length), 'hex')
  if (!timingSafeEqual(createHmac('sha256', APP_SECRET).update(bytes).digest(), signature))
    throw new Error('The signature does not fit.')
  return JSON.parse(bytes.toString()) as Body
}

interface Body {
  readonly entry: readonly {
    readonly changes: readonly {
      readonly value: { readonly statuses?: readonly object[]; readonly messages?: readonly object[] }
    }[]
  }[]
}

/** The lower bound with each item written as JSON again. */
const leastRewrittenOf = (body: Signed): string[] =>
  leastOf(body).entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) =>
      (value.statuses ?? value.messages ?? []).map((item) => JSON.stringify(item)),
    ),
  )

const secrets = [APP_SECRET]
function ours({ bytes, header }: Signed): unknown {
  if (!isSignedByMeta(bytes, header, secrets)) throw new Error('The signature does not fit.')
  return classifyWebhookItems(JSON.parse(bytes.toString()))
}

const fifty = Array.from({ length: 50 }, (_, number) => ({ number }))
const bodies = {
  '1 status': statusBody({ number: 1 }),
  '1 text': textBody(),
  '50 statuses': statusBody(...fifty),
}

/** Row 1: CPU to check a body and take it apart, against the least that it can cost. */
export async function webhookCpu(rounds: number): Promise<Result[]> {
  const results: Result[] = []
  for (const [name, body] of Object.entries(bodies)) {
    const ways = { least: leastOf, rewritten: leastRewrittenOf, ours }
    const costs = await pairedRounds(
      Object.entries(ways).map(([way, work]) => repeated(way, work, body)),
      rounds,
    )
    const what = `${name}: check and take apart / HMAC + JSON.parse`
    results.push({ row: '1', what, ratio: ratioOf(costs, 'ours', 'least') })
    const kept = `${name}: the same / HMAC + JSON.parse + items as JSON`
    results.push({ row: '1', what: kept, ratio: ratioOf(costs, 'ours', 'rewritten'), goal: 1.15 })
  }
  return results
}

const BYTES_A_ROUND = 4_000_000

function repeated(name: string, work: (body: Signed) => unknown, body: Signed): Variant {
  const times = Math.ceil(BYTES_A_ROUND / body.bytes.length)
  return {
    name,
    round() {
      const before = process.cpuUsage()
      for (let i = 0; i < times; i++) work(body)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / times
    },
  }
}

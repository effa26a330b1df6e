/** Sends random requests to a running stack: no 500, and every answer as documented. */
import fc from 'fast-check'
import { faultsOf, type WireAnswer } from '../contract/check-answer.ts'
import { fuzzRequest, type FuzzRequest } from '../contract/fuzz-request.ts'
import { operations } from '../contract/operations.ts'
import type { FuzzHarness } from './fuzz-harness.ts'

const AT_ONCE = 8

export interface FuzzFault {
  readonly what: string
  readonly request: FuzzRequest
}

export interface FuzzVerdict {
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Operations that did at least once what they are for. */
  readonly succeeded: ReadonlySet<string>
  readonly faults: readonly FuzzFault[]
}

/** @param say receives the progress */
export async function fuzzProof(
  { seed, requests }: { seed: number; requests: number },
  harness: FuzzHarness,
  say: (line: string) => void = () => undefined,
): Promise<FuzzVerdict> {
  const statuses: Record<string, number> = {}
  const succeeded = new Set<string>()
  const faults: FuzzFault[] = []
  const waiting = fc.sample(fuzzRequest, { seed, numRuns: requests })
  let done = 0
  const work = async (): Promise<void> => {
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const answer = await harness.ask(request)
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      if (answer.status < 300) succeeded.add(request.operation.operationId)
      const what = faultOf(request, answer)
      if (what !== null) faults.push({ what, request })
      if (++done % 2000 === 0) say(`${done} requests, ${faults.length} faults`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { statuses, succeeded, faults }
}

/** Null: the answer is as it should be. */
function faultOf({ operation, headers }: FuzzRequest, answer: WireAnswer): string | null {
  if (refusedByPlatform(operation.method, answer, headers)) return null
  const faults = answer.status === 500 ? [`500 ${JSON.stringify(answer.body)}`] : faultsOf(operation, answer)
  return faults.length === 0 ? null : `${operation.operationId}: ${faults.join('; ').slice(0, 1000)}`
}

/** A body that is no JSON, and says it is, is refused by the functions runtime before our code. */
const refusedByPlatform = (method: string, { status, headers }: WireAnswer, sent: object): boolean =>
  method !== 'GET' &&
  status === 400 &&
  !('content-type' in sent && sent['content-type'] === 'text/plain') &&
  (headers.get('content-type') ?? '').startsWith('text/html')

/** Operations that never succeeded: the requests did not get far enough to prove much about them. */
export const neverSucceeded = ({ succeeded }: FuzzVerdict): string[] =>
  operations.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id))

/** The list of functions in the form of the official functions emulator's `GET /backends`. */
import type { EventTrigger, HostedFunction, Schedule } from './hosted-function.ts'
import type { QueueOptions } from '../tasks/queue-config.ts'

export interface FunctionTrigger {
  /** `{region}-{name}` */
  id: string
  name: string
  region: string
  eventTrigger?: EventTrigger
  schedule?: Schedule
  taskQueueTrigger?: QueueOptions
}

export interface Backends {
  backends: { functionTriggers: FunctionTrigger[] }[]
}

/** Describes the hosted functions. */
export function backendsOf(functions: readonly HostedFunction[]): Backends {
  const functionTriggers = functions.map((hosted) => ({
    // JSON has no functions, so `call` does not appear in the answer.
    ...hosted,
    id: `${hosted.region}-${hosted.name}`,
    entryPoint: hosted.name,
    platform: 'gcfv2',
  }))
  return { backends: [{ functionTriggers }] }
}

/** Reads the list from a running functions host or official emulator. */
export async function fetchFunctionTriggers(functionsUrl: string): Promise<FunctionTrigger[]> {
  const response = await fetch(`${functionsUrl}/backends`)
  const { backends } = (await response.json()) as Backends
  return backends.flatMap(({ functionTriggers }) => functionTriggers)
}

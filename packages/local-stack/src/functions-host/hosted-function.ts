/** One function of the bundle, as its manifest describes it. */
import { resolveManifestValue } from './manifest-value.ts'
import type { FunctionRequest } from './emulator-express.ts'
import type { ServerResponse } from 'node:http'
import type { QueueOptions } from '../tasks/queue-config.ts'

export interface EventTrigger {
  eventType: string
  eventFilters?: Record<string, string>
  eventFilterPathPatterns?: Record<string, string>
  retry?: boolean
}

export interface Schedule {
  schedule: string
  timeZone?: string
}

export interface HostedFunction {
  name: string
  region: string
  timeoutSeconds: number
  /** Called with (request, response), or with one CloudEvent when `eventTrigger` is there. */
  call: ((request: FunctionRequest, response: ServerResponse) => unknown) & ((event: unknown) => unknown)
  eventTrigger?: EventTrigger
  schedule?: Schedule
  taskQueueTrigger?: QueueOptions
}

interface Endpoint {
  region?: string | string[]
  timeoutSeconds?: number
  eventTrigger?: EventTrigger
  scheduleTrigger?: Schedule
  taskQueueTrigger?: QueueOptions
}

const DEFAULT_REGION = 'us-central1'
const DEFAULT_TIMEOUT_SECONDS = 60

/** Reads every export that carries an `__endpoint`; other exports are not functions. */
export function hostedFunctions(module: object, env: Record<string, string | undefined>): HostedFunction[] {
  return Object.entries(module).flatMap(([name, call]: [string, unknown]) => {
    if (typeof call !== 'function' || !('__endpoint' in call)) return []
    const endpoint = resolveManifestValue(call.__endpoint, env) as Endpoint
    return [describe(name, call as unknown as HostedFunction['call'], endpoint)]
  })
}

function describe(name: string, call: HostedFunction['call'], endpoint: Endpoint): HostedFunction {
  const { eventTrigger, scheduleTrigger, taskQueueTrigger } = endpoint
  return {
    name,
    call,
    region: [endpoint.region].flat().find(Boolean) ?? DEFAULT_REGION,
    timeoutSeconds: endpoint.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    ...(eventTrigger && { eventTrigger }),
    ...(scheduleTrigger && { schedule: scheduleTrigger }),
    ...(taskQueueTrigger && { taskQueueTrigger }),
  }
}

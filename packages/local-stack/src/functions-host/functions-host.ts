/** Hosts every function of a built bundle in this process, at the addresses of the official functions emulator. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { pathToFileURL } from 'node:url'
import type { Hono } from 'hono'
import { createJsonApi, readJson, requestListener } from '../http/json-api.ts'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import { StackError } from '../stack-error.ts'
import { backendsOf } from './backends.ts'
import { httpHandler, triggerHandler, type Handler } from './call-function.ts'
import { hostedFunctions, type HostedFunction } from './hosted-function.ts'
import { createInvocations, type Invocations } from './invocations.ts'
import { fillParameters } from './fill-parameters.ts'

export interface FunctionsHostOptions {
  /** Absolute path of the bundle's entry, an ES module. */
  bundlePath: string
  projectId: string
  port: number
}

export interface FunctionsHost {
  url: string
  port: number
  functionNames: string[]
  close: () => Promise<void>
}

/** Loads the bundle and serves it; throws a StackError when it holds no function or a parameter has no value. */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const module = (await import(pathToFileURL(options.bundlePath).href)) as object
  fillParameters(options.bundlePath)
  const functions = hostedFunctions(module, process.env)
  if (functions.length === 0) {
    throw new StackError(
      `No function in ${options.bundlePath}: its entry must export at least one Cloud Function.`,
    )
  }
  const invocations = createInvocations()
  const addresses = handlersByAddress(functions, { projectId: options.projectId, invocations })
  const control = requestListener(controlApi(functions, invocations))
  const server = createServer((request, response) => {
    route(request, response, { addresses, control })
  })
  server.requestTimeout = 0
  // Hosting reuses connections: closing one while a request is on its way would lose the answer.
  server.keepAliveTimeout = 0
  const port = await listen(server, options.port)
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    functionNames: functions.map(({ name }) => name).sort(),
    close: () => closeServer(server),
  }
}

function handlersByAddress(
  functions: readonly HostedFunction[],
  { projectId, invocations }: { projectId: string; invocations: Invocations },
): Map<string, Handler> {
  const triggers = functions
    .filter(({ eventTrigger, schedule }) => eventTrigger ?? schedule)
    .map((hosted) => {
      const id = `${hosted.region}-${hosted.name}-0`
      return [`/functions/projects/${projectId}/triggers/${id}`, triggerHandler(hosted, invocations)] as const
    })
  const http = functions
    .filter(({ eventTrigger }) => !eventTrigger)
    .map(
      (hosted) =>
        [`/${projectId}/${hosted.region}/${hosted.name}`, httpHandler(hosted, invocations)] as const,
    )
  return new Map([...triggers, ...http])
}

interface Routing {
  addresses: Map<string, Handler>
  control: RequestListener
}

function route(request: IncomingMessage, response: ServerResponse, { addresses, control }: Routing): void {
  const target = request.url ?? '/'
  if (target === '/backends' || target.startsWith('/__/')) return void control(request, response)
  const [, address = '', rest = ''] =
    /^((?:\/functions\/projects\/[^/?]+\/triggers\/[^/?]+)|(?:\/[^/?]+){3})(.*)$/.exec(target) ?? []
  const handler = addresses.get(address)
  if (!handler) {
    const body = { error: `No function at ${target}.`, functions: [...addresses.keys()] }
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return
  }
  // A function sees the path after its own name, as on Cloud Functions.
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  handler(request, response)
}

function controlApi(functions: readonly HostedFunction[], invocations: Invocations): Hono {
  const api = createJsonApi()
  api.get('/backends', (c) => c.json(backendsOf(functions)))
  api.get('/__/invocations', (c) => c.json({ counts: invocations.counts(), running: invocations.running() }))
  api.delete('/__/invocations', (c) => {
    invocations.reset()
    return c.json({})
  })
  api.post('/__/clock', async (c) => {
    const { offsetMs } = (await readJson(c)) as { offsetMs: number }
    // The functions' system clock adds this offset when FUNCTIONS_EMULATOR is set.
    process.env.WAYPOST_CLOCK_OFFSET_MS = String(offsetMs)
    return c.json({ offsetMs })
  })
  return api
}

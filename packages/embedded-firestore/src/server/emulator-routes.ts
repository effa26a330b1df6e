import type { IncomingMessage, ServerResponse } from 'node:http'
import { FirestoreError, invalid } from '../protocol/status.ts'
import { readJson, sendJson } from './http-exchange.ts'
import type { FirestoreControls } from './controls.ts'
import type { InjectedFailure } from '../observation/failure-injector.ts'

/** What the emulator's own endpoints need beyond the public interface. */
export interface EmulatorControls {
  readonly controls: FirestoreControls
  clearDatabase(name: string): void
  /** Where the functions emulator listens, `host:port`; needed for triggers that come without a URL. */
  readonly functionsAddress: string | undefined
}

interface RouteExchange {
  emulator: EmulatorControls
  request: IncomingMessage
  match: RegExpExecArray
  search: URLSearchParams
}

interface TriggerRegistration {
  eventType?: string
  database?: string
  document?: { value?: string }
  retry?: boolean
}

/** The functions emulator sends its registration as JSON, sometimes as JSON text within JSON. */
async function readRegistration(request: IncomingMessage): Promise<TriggerRegistration> {
  const body = await readJson(request)
  return (typeof body === 'string' ? JSON.parse(body) : body) as TriggerRegistration
}

async function addTrigger({ emulator, request, match, search }: RouteExchange): Promise<object> {
  const { eventType, database, document, retry = false } = await readRegistration(request)
  const id = search.get('eventarcTriggerId')
  const [, project = ''] = match
  if (!id || !eventType || document?.value === undefined)
    throw invalid(
      'A trigger needs eventarcTriggerId in the query, and eventType and document.value in the body.',
    )
  if (!emulator.functionsAddress)
    throw new FirestoreError(
      'FAILED_PRECONDITION',
      'Start with --functions_emulator host:port to register triggers by HTTP.',
    )
  const url = `http://${emulator.functionsAddress}/functions/projects/${project}/triggers/${id}`
  emulator.controls.addTrigger({
    id,
    eventType,
    project,
    ...(database && { database }),
    document: document.value,
    retry,
    url,
  })
  return {}
}

async function injectFailure({ emulator, request }: RouteExchange): Promise<object> {
  emulator.controls.failNext((await readJson(request)) as InjectedFailure)
  return {}
}

/** The emulator's own endpoints: verb, path, what to do. */
const routes: readonly {
  verb: string
  path: RegExp
  serve: (exchange: RouteExchange) => object | Promise<object>
}[] = [
  { verb: 'POST', path: /^\/emulator\/v1\/projects\/([^/]+)\/eventarcTrigger$/, serve: addTrigger },
  {
    verb: 'DELETE',
    path: /^\/emulator\/v1\/(projects\/[^/]+\/databases\/[^/]+)\/documents$/,
    serve: ({ emulator, match }) => (emulator.clearDatabase(match[1] ?? ''), {}),
  },
  { verb: 'GET', path: /^\/emulator\/v1\/counts$/, serve: ({ emulator }) => emulator.controls.counts() },
  {
    verb: 'DELETE',
    path: /^\/emulator\/v1\/counts$/,
    serve: ({ emulator }) => (emulator.controls.resetCounts(), {}),
  },
  { verb: 'POST', path: /^\/emulator\/v1\/failures$/, serve: injectFailure },
  {
    verb: 'GET',
    path: /^\/emulator\/v1\/queries$/,
    serve: ({ emulator }) => emulator.controls.queryShapes(),
  },
]

/** Serves the emulator's own endpoints; false when the request is for none of them. */
export async function serveEmulator(
  emulator: EmulatorControls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = decodeURIComponent(url.pathname)
  if (path === '/') {
    response.end('Ok\n')
    return true
  }
  for (const { verb, path: pattern, serve } of routes) {
    const match = verb === request.method ? pattern.exec(path) : null
    if (!match) continue
    sendJson(response, 200, await serve({ emulator, request, match, search: url.searchParams }))
    return true
  }
  return false
}

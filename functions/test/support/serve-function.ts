/**
 * Serves one function of a bundle in a process of its own, as an instance of Cloud Functions does: the entry is
 * loaded with FUNCTION_TARGET, an HTTP function runs on Google's functions framework. Run by `served-function.ts`.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createRequire, registerHooks } from 'node:module'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { framework } from './functions-framework.ts'
import type { Question } from './served-function.ts'

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown
/** An HTTP function, or one that is called with an event. */
type CloudFunction = Middleware &
  ((event: unknown) => Promise<unknown>) & { __endpoint?: { eventTrigger?: object } }
type Parser = (options: {
  limit: string
  type?: string | string[]
  extended?: boolean
  verify(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void
}) => Middleware
interface Express {
  (): RequestListener & { use(handler: Middleware): void }
  json: Parser
  text: Parser
  urlencoded: Parser
  raw: Parser
}

const [entry = ''] = process.argv.slice(2)
// The Express that firebase-functions brings: the functions framework has the same.
const fromFunctions = createRequire(createRequire(entry).resolve('firebase-functions'))
const express = fromFunctions('express') as Express

/** Modules loaded since then: those of the function. Listing them takes time, so only who asks gets it. */
const loaded = new Set<string>()
if (process.env['LIST_MODULES'] === 'true')
  registerHooks({
    load(url, context, nextLoad) {
      loaded.add(url)
      return nextLoad(url, context)
    },
  })

const target = process.env['FUNCTION_TARGET'] ?? ''
const bundle = (await import(pathToFileURL(entry).href)) as Record<string, CloudFunction | undefined>
const loadedByEntry = [...loaded]
const called = bundle[target]
if (!called) throw new Error(`${entry} exports no function ${target}.`)

const app = express()
/** An event is the body; an answer of the 200s accepts it. */
const withEvent: Middleware = async (request, response) => {
  const failure = await called((request as { body?: unknown }).body).then(() => undefined, String)
  response.writeHead(failure === undefined ? 204 : 500).end(failure)
}

const kept = {
  limit: '32mb',
  verify: (request: IncomingMessage, _response: ServerResponse, rawBody: Buffer) =>
    void Object.assign(request, { rawBody }),
}
app.use(express.json({ ...kept, type: ['application/json', 'application/cloudevents+json'] }))
app.use(express.text(kept))
app.use(express.urlencoded({ ...kept, extended: true }))
app.use(express.raw({ ...kept, type: '*/*' }))
app.use(withEvent)

const answers: Record<Question, () => unknown> = {
  loadedByEntry: () => loadedByEntry,
  loaded: () => [...loaded],
  peakMemory: () => process.resourceUsage().maxRSS * 1024,
  exported: () => Object.keys(bundle).filter((name) => bundle[name] !== undefined),
}
process.on('message', (question: Question) => process.send?.({ answer: answers[question]() }))
process.on('disconnect', () => process.exit(0))

const server = called.__endpoint?.eventTrigger
  ? createServer(app)
  : framework.serve(target, (request, response) => void called(request, response, () => undefined))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

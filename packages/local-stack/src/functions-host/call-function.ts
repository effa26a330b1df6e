/** Turns each function into a request handler: counted, cut off at its timeout, failures logged in full. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { readCloudEvent } from './cloud-event.ts'
import { expressApp } from './emulator-express.ts'
import type { HostedFunction } from './hosted-function.ts'
import type { Invocations } from './invocations.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A handler for POSTs to the function's trigger address: events, or the scheduler's calls. */
export function triggerHandler(hosted: HostedFunction, invocations: Invocations): Handler {
  return hosted.eventTrigger ? eventHandler(hosted, invocations) : httpHandler(hosted, invocations)
}

/** A handler for HTTP and task queue functions (and for schedules, which are HTTP functions underneath). */
export function httpHandler(hosted: HostedFunction, invocations: Invocations): Handler {
  const app = expressApp(async (request, response, next) => {
    try {
      await hosted.call(request, response)
    } catch (error) {
      console.error(`${hosted.name}:`, error)
      next(error)
    }
  })
  return (request, response) => {
    const end = invocations.begin(hosted.name)
    response.once('close', end)
    enforceTimeout(hosted, response)
    app(request, response)
  }
}

function eventHandler(hosted: HostedFunction, invocations: Invocations): Handler {
  const run = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await hosted.call(readCloudEvent(request.headers, await buffer(request)))
      if (!response.writableEnded) response.writeHead(200).end('{"status":"acknowledged"}')
    } catch (error) {
      console.error(`${hosted.name}:`, error)
      if (!response.writableEnded) response.writeHead(500).end((error as Error).message)
    }
  }
  return (request, response) => {
    const end = invocations.begin(hosted.name)
    enforceTimeout(hosted, response)
    void run(request, response).finally(end)
  }
}

/**
 * Answers 504 when the function takes longer than its timeoutSeconds. Its code keeps running, as on Cloud Run, where
 * a timeout does not end the instance; handlers must tolerate that.
 */
function enforceTimeout({ name, timeoutSeconds }: HostedFunction, response: ServerResponse): void {
  const timer = setTimeout(() => {
    console.error(`${name}: cut off after its timeout of ${timeoutSeconds} s`)
    if (response.headersSent) response.destroy()
    else response.writeHead(504, { 'content-type': 'text/plain' }).end('upstream request timeout')
  }, timeoutSeconds * 1000)
  response.once('close', () => {
    clearTimeout(timer)
  })
}

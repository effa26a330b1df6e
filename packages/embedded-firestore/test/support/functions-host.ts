import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a posted event says, as far as the tests look. */
export interface ReceivedEvent {
  readonly id: string
  readonly type: string
  readonly document: string
  readonly data: {
    value?: { fields?: Record<string, unknown> }
    oldValue?: { fields?: Record<string, unknown> }
  }
}

/** A stand-in for the functions: receives events and answers as configured. */
export interface FunctionsHost {
  readonly url: string
  readonly events: ReceivedEvent[]
  /** Status codes of the coming answers; 200 when there are none left. */
  readonly answers: number[]
  /** Resolves with all events when there are this many. */
  received(count: number): Promise<readonly ReceivedEvent[]>
  close(): void
}

/** Starts it on a free port. */
export async function startFunctionsHost(): Promise<FunctionsHost> {
  const events: ReceivedEvent[] = []
  const answers: number[] = []
  const arrivals = new EventTarget()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      events.push(JSON.parse(body) as ReceivedEvent)
      response.writeHead(answers.shift() ?? 200).end()
      arrivals.dispatchEvent(new Event('event'))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/trigger`,
    events,
    answers,
    async received(count) {
      while (events.length < count) await once(arrivals, 'event')
      return events
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

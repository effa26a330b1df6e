import { ErrorAnswer } from '@waypost/contract'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { CommandError } from '../terminal/command-error.ts'

/** One call of our API. @throws CommandError saying what the API answered and what to do */
export type ApiCall = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

const TIMEOUT_MS = 30_000
const MAX_WAIT = { seconds: 900, times: 5 }

/** The API of an installation, over HTTP. */
export const apiCalls =
  (apiUrl: string, apiKey: string | undefined): ApiCall =>
  async (method, path, body = {}) => {
    const response = await callWithRetry(`${apiUrl}${path}`, {
      method,
      headers: {
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.ok) return parsed(text, `${method} ${path}`)
    throw new CommandError(`${method} ${path} answered ${String(response.status)}: ${refusalIn(text)}`)
  }

/** Reads an answer. @throws CommandError for one of another shape */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer)
  if (result.success) return result.data
  throw new CommandError(
    `The API returned an unexpected answer. Is it from another release? ${z.prettifyError(result.error)}`,
  )
}

/** Waits and retries on 429: thousands of calls in a row exceed the rate limit of a key. */
async function callWithRetry(url: string, request: RequestInit): Promise<Response> {
  for (let waits = 0; ; waits++) {
    const response = await callOnce(url, request)
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (response.status !== 429 || !(seconds <= MAX_WAIT.seconds) || waits >= MAX_WAIT.times) return response
    await sleep(seconds * 1000)
  }
}

async function callOnce(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string }
    throw new CommandError(`${new URL(url).origin} could not be reached (${cause?.code ?? name}).`, {
      cause: error,
    })
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommandError(`${what} did not answer in JSON. Is this the URL of Waypost's hosting?`, {
      cause,
    })
  }
}

function refusalIn(text: string): string {
  try {
    const { error, message, hint } = ErrorAnswer.parse(JSON.parse(text))
    return `${error}: ${message}${hint === message ? '' : ` ${hint}`}`
  } catch {
    return 'not an answer of Waypost. Check that hosting and functions are deployed, and the URL.'
  }
}

import * as logger from 'firebase-functions/logger'
import type { HttpsFunction, HttpsOptions } from 'firebase-functions/v2/https'

/**
 * Loads a function only where it runs. Every deployed function starts with the same entry file; the platform
 * names the one it wants in `FUNCTION_TARGET`, and names none while the CLI lists them all.
 */
export async function loadFunction<T>(name: string, load: () => Promise<T>): Promise<T | undefined> {
  const wanted = requestedFunction()
  return wanted === undefined || wanted === name ? load() : undefined
}

/** What an HTTP function is at run time. */
export type Handler = (...exchange: Parameters<HttpsFunction>) => Promise<void>

/**
 * The same for an HTTP function that must start fast. Where it runs, its handler stands alone: `onRequest` is
 * there to be listed with its options, and loads firebase-admin's sign-in code, which doubles a cold start.
 */
export async function loadBareHandler(
  name: string,
  options: HttpsOptions,
  load: () => Promise<Handler>,
): Promise<Handler | HttpsFunction | undefined> {
  if (requestedFunction() === name) return answering(await load())
  return loadFunction(name, async () =>
    (await import('firebase-functions/v2/https')).onRequest(options, await load()),
  )
}

/** Whether this process serves one of these functions alone. */
export const servesOneOf = (...names: readonly string[]): boolean => names.includes(requestedFunction() ?? '')

function requestedFunction(): string | undefined {
  const target = process.env['FUNCTION_TARGET']
  return target === '' ? undefined : target
}

/** A handler that fails is logged and answers, as `onRequest` would have it. */
const answering =
  (handle: Handler): Handler =>
  async (request, response) => {
    try {
      await handle(request, response)
    } catch (error) {
      logger.error('Unhandled error', error)
      if (!response.headersSent) response.status(500).send('Internal Server Error')
    }
  }

import type { RequestListener, Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The workspace that has the framework among its dependencies. */
const fromBench = createRequire(join(import.meta.dirname, '../../../bench/package.json'))
const { http } = fromBench('@google-cloud/functions-framework') as {
  http(name: string, handler: RequestListener): void
}
const { getTestServer } = fromBench('@google-cloud/functions-framework/testing') as {
  getTestServer(name: string): Server
}

/** The program that Cloud Functions starts. */
export const frameworkProgram = fromBench
  .resolve('@google-cloud/functions-framework')
  .replace(/index\.js$/, 'main.js')

/** Google's functions framework, which serves every HTTP function on Cloud Functions. */
export const framework = {
  /** A server of one function; it does not listen yet. */
  serve(name: string, handler: RequestListener): Server {
    http(name, handler)
    return getTestServer(name)
  },
}

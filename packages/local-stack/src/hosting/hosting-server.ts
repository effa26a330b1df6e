/**
 * Firebase Hosting on one machine: superstatic serves files, headers, redirects and rewrites, as in the official
 * emulator; requests for functions are passed on by `proxy.ts`.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import type { FunctionRewrite, HostingConfig } from './hosting-config.ts'
import { forward } from './proxy.ts'

export interface HostingServerOptions {
  port: number
  projectId: string
  config: HostingConfig
  functionsUrl: string
  /** The region of a function, for rewrites that do not name it. */
  regionOf?: (functionId: string) => string | undefined
  /** Resolves when the functions can be called; requests during a restart wait, as on Cloud Run. */
  functionsReady?: () => Promise<void>
}

export interface HostingServer {
  url: string
  port: number
  close: () => Promise<void>
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

// CommonJS with a default export: loaders disagree on what `import` yields.
const require = createRequire(import.meta.url)
const { default: superstatic } = require('superstatic') as {
  default: (spec: object) => Middleware
}
type FileProvider = (request: IncomingMessage, path: string) => Promise<object | null>
const filesOf = require('superstatic/lib/providers/fs') as (options: object) => FileProvider

/** Starts hosting on loopback. */
export async function startHosting(options: HostingServerOptions): Promise<HostingServer> {
  const server = createServer(hostingListener(options))
  // No limit on slow bodies: the function has the timeout.
  server.requestTimeout = 0
  const port = await listen(server, options.port)
  return { url: `http://${LOOPBACK}:${port}`, port, close: () => closeServer(server) }
}

function hostingListener(options: HostingServerOptions): RequestListener {
  const { directory, site } = options.config
  const serve = superstatic({
    // "strict" leaves out what the Firebase CLI leaves out: basic auth and environment files.
    stack: 'strict',
    cwd: directory,
    config: site,
    provider: filesUnder(directory, site.public),
    rewriters: {
      function: (rewrite: FunctionRewrite) => Promise.resolve(functionMiddleware(rewrite, options)),
    },
  })
  return (request, response) => {
    const path = decodePath(request.url ?? '/')
    if (path === undefined) return void sendText(response, 400, 'The path is not valid percent-encoding.')
    // Firebase Hosting's default is one hour; locally an edited file must be visible at once.
    response.setHeader('cache-control', 'no-cache')
    serve(request, response, () => {
      sendText(response, 404, `No file or rewrite matches ${path}.`)
    })
  }
}

/** Superstatic's files, except that a path too long for the file system is no file: it may match a rewrite. */
function filesUnder(cwd: string, directory: string): FileProvider {
  const find = filesOf({ cwd, public: directory })
  return async (request, path) => {
    try {
      return await find(request, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') return null
      throw error
    }
  }
}

function functionMiddleware(rewrite: FunctionRewrite, options: HostingServerOptions): Middleware {
  const { functionsUrl, projectId, regionOf, functionsReady } = options
  const { functionId, region = regionOf?.(functionId) ?? 'us-central1' } = rewrite.function
  return (request, response) => {
    const target = `${functionsUrl}/${projectId}/${region}/${functionId}${request.url}`
    const pass = () => {
      response.removeHeader('cache-control')
      forward(request, response, target)
    }
    const ready = functionsReady?.() ?? Promise.resolve()
    ready.then(pass, (error: unknown) => {
      console.error('hosting:', error)
      response.destroy()
    })
  }
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`)
}

function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.replace(/[?#].*$/, ''))
  } catch {
    return undefined
  }
}

/** Firebase Hosting on one machine: static files, headers, and rewrites to functions. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import { chooseHosting, hostingHeaders, type HostingConfig } from './hosting-config.ts'
import { forward } from './proxy.ts'
import { sendFile } from './static-file.ts'

export interface HostingServerOptions {
  port: number
  projectId: string
  config: HostingConfig
  functionsUrl: string
  /** Where a function runs, for rewrites that do not say it. */
  regionOf?: (functionId: string) => string | undefined
  /** Resolves when the functions can be called; a request that comes while they start waits, as on Cloud Run. */
  functionsReady?: () => Promise<void>
}

export interface HostingServer {
  url: string
  port: number
  close: () => Promise<void>
}

/** Starts hosting on loopback. */
export async function startHosting(options: HostingServerOptions): Promise<HostingServer> {
  const server = createServer((request, response) => {
    void serve(request, response, options).catch((error: unknown) => {
      console.error('hosting:', error)
      response.destroy()
    })
  })
  // A body may take its time: the function has the timeout.
  server.requestTimeout = 0
  const port = await listen(server, options.port)
  return { url: `http://${LOOPBACK}:${port}`, port, close: () => closeServer(server) }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: HostingServerOptions,
): Promise<void> {
  const { config, functionsUrl, projectId } = options
  const target = request.url ?? '/'
  const path = decodePath(target)
  if (path === undefined) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('The path is not valid percent-encoding.\n')
    return
  }
  const choice = chooseHosting(config, path)
  hostingHeaders(config, path).forEach(([key, value]) => response.setHeader(key, value))
  if (choice.kind === 'file') {
    sendFile(request, response, choice.path)
    return
  }
  if (choice.kind === 'not-found') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`Nothing at ${path}.\n`)
    return
  }
  await options.functionsReady?.()
  const region = choice.region ?? options.regionOf?.(choice.functionId) ?? 'us-central1'
  forward(request, response, `${functionsUrl}/${projectId}/${region}/${choice.functionId}${target}`)
}

function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.replace(/[?#].*$/, ''))
  } catch {
    return undefined
  }
}

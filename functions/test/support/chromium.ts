import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The Chromium of this machine, by its usual names or `CHROMIUM`; undefined where there is none. */
export const chromium = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => name !== undefined && spawnSync(name, ['--version']).status === 0,
)

/** What a page did while it was shown. */
export interface Visit {
  /** The address of every request that the page made. */
  readonly requested: readonly string[]
  /** What `expression` became, once it was true. */
  readonly shown: unknown
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly request?: { readonly url: string } }
  readonly result?: Readonly<Record<string, unknown>>
}

/**
 * Opens a page without a window, over the DevTools protocol, and stays until an expression in it is true.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export async function visit(program: string, url: string, expression: string): Promise<Visit> {
  const profile = mkdtempSync(join(tmpdir(), 'waypost-chromium-'))
  const browser = spawn(
    program,
    [
      '--headless=new',
      '--no-sandbox',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = once(browser, 'exit')
  try {
    const port = await debuggingPort(browser.stderr)
    return await watch(await pageSocket(port), url, expression)
  } finally {
    browser.kill()
    await ended
    rmSync(profile, { recursive: true, force: true })
  }
}

async function debuggingPort(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const port = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1]
    if (port !== undefined) return port
  }
  throw new Error('Chromium ended before it listened.')
}

async function pageSocket(port: string): Promise<WebSocket> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    type: string
    webSocketDebuggerUrl: string
  }[]
  const page = targets.find(({ type }) => type === 'page')
  if (!page) throw new Error('Chromium has no page.')
  const socket = new WebSocket(page.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  return socket
}

async function watch(socket: WebSocket, url: string, expression: string): Promise<Visit> {
  const requested: string[] = []
  const waiting = new Map<number, (result: Message['result']) => void>()
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.id !== undefined) waiting.get(message.id)?.(message.result)
    if (message.method === 'Network.requestWillBeSent' && message.params?.request)
      requested.push(message.params.request.url)
  }
  let sent = 0
  const sendCommand = (method: string, params: object = {}): Promise<Message['result']> =>
    new Promise((resolve) => {
      waiting.set(++sent, resolve)
      socket.send(JSON.stringify({ id: sent, method, params }))
    })
  await sendCommand('Network.enable')
  await sendCommand('Page.enable')
  await sendCommand('Page.navigate', { url })
  // A promise in the page itself: it ends when what we wait for is there.
  const until = `new Promise((done) => { const look = () => { const seen = ${expression}; seen ? done(seen) : setTimeout(look, 50) }; look() })`
  const result = await sendCommand('Runtime.evaluate', {
    expression: until,
    awaitPromise: true,
    returnByValue: true,
  })
  socket.close()
  return { requested, shown: (result?.['result'] as { value?: unknown } | undefined)?.value }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Signed } from '../bodies.ts'

/** One function on Google's functions framework, as an instance of Cloud Functions runs it. */
export interface Instance {
  /** Posts a body; throws unless the answer is 200. */
  post(body: Signed): Promise<void>
  /** CPU time used so far, microseconds. */
  cpu(): Promise<number>
  close(): Promise<void>
}

/** A function to run: its module, and its name there. */
export interface Deployed {
  readonly entry: string
  readonly name: string
}

const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework')
const program = framework.replace(/build\/src\/.*$/, 'build/src/main.js')

/** Starts an instance; it may not listen yet. */
export async function startInstance(
  { entry, name }: Deployed,
  environment: Readonly<Record<string, string>>,
): Promise<Instance> {
  const port = await freePort()
  const child = fork(program, [`--source=${entry}`, `--target=${name}`, `--port=${String(port)}`], {
    execArgv: ['--import', join(import.meta.dirname, 'report-cpu.mjs')],
    env: { PATH: process.env['PATH'], GCLOUD_PROJECT: 'demo-waypost', FUNCTION_TARGET: name, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  return {
    async post({ bytes, header }) {
      const response = await fetch(`http://127.0.0.1:${String(port)}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': header },
        body: new Uint8Array(bytes),
      })
      const text = await response.text()
      if (response.status !== 200) throw new Error(`${name} answered ${String(response.status)}: ${text}`)
    },
    async cpu() {
      const answer = once(child, 'message')
      child.send('cpu')
      const [{ microseconds }] = (await answer) as [{ microseconds: number }]
      return microseconds
    },
    async close() {
      child.disconnect()
      await ended
    },
  }
}

const RETRY_MS = 2

/** Posts until the instance listens and has answered once. */
export async function firstAnswer(instance: Instance, body: Signed): Promise<void> {
  while (await isRefused(instance.post(body))) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
}

/** Whether the port is still closed; throws for any other failure. */
async function isRefused(posting: Promise<void>): Promise<boolean> {
  try {
    await posting
    return false
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    if (cause?.code === 'ECONNREFUSED') return true
    throw error
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

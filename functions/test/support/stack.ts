import type { StackFile } from '@waypost/local-stack'
import { fork, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readStackFile } from '@waypost/local-stack'
import { buildDeployable } from './deployable.ts'
import type { TestProject } from 'vitest/node'
import { leaksIn, secretsOf } from './log-leaks.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The running stack, as its `stack.json` says it. */
    stack: StackFile
  }
}

const root = join(import.meta.dirname, '../../..')
const command = join(root, 'packages/local-stack/src/cli.ts')
/** What the stack of the last run said. */
const logPath = join(root, '.local/journeys.log')
/** Blocks of ports to try; where to begin differs from run to run, so that two runs rarely meet. */
const OFFSETS = { first: 200, step: 20, blocks: 80 }
const PATIENCE_MS = 90_000

/** What the tests count on, whatever a developer has in `.local/env`. */
const settings = {
  NOTIFY_POLICY: 'claim',
  WHATSAPP_DEFAULT_RECIPIENT: '',
  WHATSAPP_DEFAULT_COUNTRY: '',
  CORS_ORIGINS: 'https://app.example.com',
  MAX_ATTEMPTS: '5',
  UNKNOWN_GRACE_SECONDS: '120',
  RAW_RETENTION: 'unread',
  DOCS_URL: '',
}

/** Vitest's global setup of the journeys: one stack for the run, with time and schedules in the tests' hand. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stack, log, end } = await startStack({ settings, logPath })
  project.provide('stack', stack)
  return async () => {
    await end()
    const leaks = leaksIn(log(), secretsOf(stack))
    if (leaks.length > 0)
      throw new Error(`The functions logged what no log may say:\n${leaks.slice(0, 20).join('\n')}`)
  }
}

/** A stack of one's own, with time and schedules in one's hand. */
export interface OwnStack {
  readonly stack: StackFile
  /** All that it said so far. */
  log(): string
  /** Ends it and leaves nothing but its log. */
  end(): Promise<void>
}

/**
 * Hosts a bundle of its own, built from the current sources, so that a concurrent build cannot change it.
 * @param options the settings of the functions, and where to write what the stack says
 */
export async function startStack(options: StackOptions): Promise<OwnStack> {
  const deployable = await buildDeployable()
  let run: Run | undefined
  const endAll = async (): Promise<void> => {
    if (run) await end(run)
    deployable.remove()
  }
  try {
    run = await startSomewhere({ ...options, bundle: deployable.entry })
    await steady(run.stack)
  } catch (error) {
    await endAll()
    throw error
  }
  return { stack: run.stack, log: run.log, end: endAll }
}

interface StackOptions {
  readonly settings: Readonly<Record<string, string>>
  readonly logPath: string
}

type HostOptions = StackOptions & { readonly bundle: string }

interface Run {
  readonly stack: StackFile
  log(): string
  readonly child: ChildProcess
  readonly offset: number
}

/** Ends the stack and leaves nothing but its log. */
async function end({ child, offset }: Run): Promise<void> {
  await stop(child)
  rmSync(join(root, `.local/offset-${String(offset)}`), { recursive: true, force: true })
}

/** Tries one block of ports after the other: the stack itself says which are taken. */
async function startSomewhere(options: HostOptions): Promise<Run> {
  for (let tried = 0; tried < OFFSETS.blocks; tried++) {
    const block = (process.pid + tried) % OFFSETS.blocks
    const run = await startAt(OFFSETS.first + block * OFFSETS.step, options)
    if (run) return run
  }
  throw new Error('No block of ports is free for the local stack.')
}

/** Undefined when ports are taken. The stack ends with this process, however this one ends: it watches the channel. */
async function startAt(offset: number, options: HostOptions): Promise<Run | undefined> {
  const args = ['start', '--ephemeral', '--bundle', options.bundle, '--port-offset', String(offset)]
  const child = fork(command, args, {
    env: { ...process.env, ...options.settings, NO_COLOR: '1' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const said = keepLog(child, options.logPath)
  const deadline = Date.now() + PATIENCE_MS
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const stack = readStackFile(offset)
    if (stack && stack.pid === child.pid) return { stack, child, offset, log: said }
    await wait(50)
  }
  await stop(child)
  if (/Ports? .* (is|are) taken/.test(said())) return undefined
  throw new Error(
    `The local stack did not come up at offset ${String(offset)}. It said:\n${said().slice(-20_000)}`,
  )
}

/** All that the stack says, in a file and in memory. */
function keepLog({ stdout, stderr }: ChildProcess, logPath: string): () => string {
  mkdirSync(dirname(logPath), { recursive: true })
  const file = createWriteStream(logPath)
  let said = ''
  for (const stream of [stdout, stderr])
    stream?.on('data', (piece: Buffer) => {
      said += piece.toString()
      file.write(piece)
    })
  return () => said
}

/** Schedules run when a test fires them, and Meta's statuses follow one another quickly. */
async function steady({ clockUrl, graphUrl }: StackFile): Promise<void> {
  const answers = await Promise.all([
    fetch(`${clockUrl}/pause`, { method: 'POST' }),
    fetch(`${graphUrl}/_simulator/settings`, { method: 'POST', body: '{"statusDelayMs":10}' }),
  ])
  for (const answer of answers) if (!answer.ok) throw new Error(`${answer.url}: ${await answer.text()}`)
}

const STOP_MS = 15_000

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const late = new AbortController()
  await Promise.race([
    ended,
    wait(STOP_MS, undefined, { signal: late.signal }).then(
      () => void child.kill('SIGKILL'),
      () => undefined,
    ),
  ])
  late.abort()
  await ended
}

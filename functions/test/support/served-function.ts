import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What can be asked of the process that serves a function. */
export type Question = 'loaded' | 'loadedByEntry' | 'exported' | 'peakMemory'

/** A function served in a process of its own. */
export interface ServedFunction {
  readonly url: string
  /** URLs of every module loaded so far. */
  loaded(): Promise<string[]>
  /** URLs of the modules loaded by the entry alone, before a request came. */
  loadedByEntry(): Promise<string[]>
  /** The largest resident set so far, in bytes. */
  peakMemory(): Promise<number>
  /** Names of the functions that the entry exports there. */
  exported(): Promise<string[]>
  close(): Promise<void>
}

/**
 * Starts a process that serves the function `target` of the bundle at `entry`; ready when the answer is there.
 * Rejects when the entry cannot be loaded; what it said is on stderr.
 * @param environment `LIST_MODULES: 'true'` for `loaded` and `loadedByEntry`
 */
export async function serveFunction(
  entry: string,
  target: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<ServedFunction> {
  const child = fork(join(import.meta.dirname, 'serve-function.ts'), [entry], {
    env: {
      PATH: process.env['PATH'],
      GCLOUD_PROJECT: 'demo-waypost',
      FUNCTION_TARGET: target,
      ...environment,
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const message = async (): Promise<unknown> => {
    const first = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
    if (!first) throw new Error(`The process that serves ${target} ended.`)
    return first[0]
  }
  const ask = async (question: Question): Promise<unknown> => {
    const reply = message()
    child.send(question)
    return ((await reply) as { answer: unknown }).answer
  }
  const { port } = (await message()) as { port: number }
  return {
    url: `http://127.0.0.1:${String(port)}`,
    loaded: async () => (await ask('loaded')) as string[],
    loadedByEntry: async () => (await ask('loadedByEntry')) as string[],
    peakMemory: async () => (await ask('peakMemory')) as number,
    exported: async () => (await ask('exported')) as string[],
    async close() {
      child.disconnect()
      await ended
    },
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Task } from '../../src/kernel/task-queue.ts'
import type { FromEngine, ToEngine, Work, WorkAnswer } from './engine-work.ts'

/**
 * What happens to the process at a step: it goes on, its connection breaks, it is killed, or it stands still, so that
 * its caller gives up and others take over, and goes on much later.
 */
export type Fate = 'go' | 'fail' | 'kill' | 'stall'

/** The functions process and its successors: when one dies, the next invocation starts another. */
export interface EngineHost {
  /** One invocation. `died`: no answer came, because the process was killed or stood still. */
  invoke(work: Work, at: { now: Date; fraction: number }): Promise<WorkAnswer | 'died'>
  /** Resolves when a stalled process may continue. */
  stall(): Promise<void>
  /** Lets those who stood still go on, and finish what they had begun. */
  resume(): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  close(): Promise<void>
}

export interface EngineHostNeeds {
  /** Arguments of engine-process.ts. */
  readonly args: readonly string[]
  /** Called at each step. `kill` is a decision, not the kill itself. */
  fateAt(step: string): Fate
  enqueued(task: Task): void
}

interface Engine {
  readonly child: ChildProcess
  readonly ready: Promise<undefined>
  readonly gone: Promise<undefined>
  readonly open: Map<number, Invocation>
  /** What lets those who stand still go on. */
  readonly stalled: (() => void)[]
  /** Its host waits until it finished. */
  isResuming: boolean
}

interface Invocation {
  readonly answer: (answer: WorkAnswer | 'died') => void
  readonly finish: (over: undefined) => void
  readonly finished: Promise<undefined>
}

/** Keeps a second process ready: a restart then takes no time. */
export function engineHost(needs: EngineHostNeeds): EngineHost {
  let current = start(needs)
  let spare = start(needs)
  let last = 0
  const isDead = ({ child }: Engine): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    async invoke(work, { now, fraction }) {
      if (isDead(current)) {
        current = spare
        spare = start(needs)
      }
      const engine = current
      await engine.ready
      const invoke = ++last
      return new Promise((answer) => {
        const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>()
        engine.open.set(invoke, { answer, finish, finished })
        sendOrder(engine, { invoke, work, now: now.toISOString(), fraction })
      })
    },
    stall: () => stall(current),
    async resume() {
      const engine = current
      engine.isResuming = true
      for (const wake of engine.stalled.splice(0)) wake()
      await Promise.all([...engine.open.values()].map(({ finished }) => finished))
      engine.isResuming = false
    },
    kill: () => kill(current),
    async close() {
      await Promise.all([kill(current), kill(spare)])
    },
  }
}

/** Callers do not wait for one that stands still. */
function stall({ stalled, open, isResuming }: Engine): Promise<void> {
  for (const { answer } of open.values()) answer('died')
  // A second stall while its host waits for it to finish would last for ever.
  return isResuming ? Promise.resolve() : new Promise((resolve) => stalled.push(resolve))
}

async function kill({ child, gone }: Engine): Promise<void> {
  child.kill('SIGKILL')
  await gone
}

const sendOrder = ({ child }: Engine, order: ToEngine): void => void child.send(order, () => undefined)

function start(needs: EngineHostNeeds): Engine {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), needs.args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Google's client looks for the metadata server of its cloud, which is not here.
    env: { ...process.env, METADATA_SERVER_DETECTION: 'none' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const open: Engine['open'] = new Map()
  const { promise: gone, resolve: wentAway } = Promise.withResolvers<undefined>()
  const { promise: ready, resolve: becameReady } = Promise.withResolvers<undefined>()
  const engine: Engine = { child, ready, gone, open, stalled: [], isResuming: false }
  child.once('exit', () => {
    becameReady(undefined)
    wentAway(undefined)
    for (const { answer, finish } of open.values()) {
      answer('died')
      finish(undefined)
    }
    open.clear()
  })
  child.on('message', (news: FromEngine) => {
    if ('ready' in news) becameReady(undefined)
    else if ('task' in news) needs.enqueued(news.task)
    else if ('step' in news) stepped(engine, news, needs)
    else {
      const invocation = open.get(news.answered)
      open.delete(news.answered)
      invocation?.answer(news.answer)
      invocation?.finish(undefined)
    }
  })
  return engine
}

function stepped(
  engine: Engine,
  { step, name }: { step: number; name: string },
  needs: EngineHostNeeds,
): void {
  // What a process said just before it was killed is not asked any more.
  if (engine.child.killed) return
  const fate = needs.fateAt(name)
  if (fate === 'kill') void kill(engine)
  else if (fate === 'stall') void stall(engine).then(() => sendOrder(engine, { step, say: 'go' }))
  else sendOrder(engine, { step, say: fate })
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Task } from '../../src/kernel/task-queue.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { engineHost, type EngineHost, type Fate } from './engine-host.ts'
import type { Work, WorkAnswer } from './engine-work.ts'
import { metaGate } from './meta-gate.ts'

/** Everything around the functions process: database, Meta, task queue, events. It outlives every crash. */
export interface CrashWorld {
  readonly rig: EngineRig
  readonly tasks: Task[]
  /** Steps the process came to since the last reset, in order. */
  readonly steps: string[]
  /** One invocation, at the world's time. */
  invoke(work: Work): Promise<WorkAnswer | 'died'>
  /** Lets a process that stood still finish what it had begun. */
  goOn(): Promise<void>
  /** An order to Meta's simulator. */
  toMeta(path: string, body: object): Promise<void>
  /** Posts every status that is due until all were taken; false when the process keeps refusing them. */
  drainStatuses(): Promise<boolean>
  /** An empty world, at the beginning of time. */
  reset(story: { fateAt: (step: string) => Fate; fraction: number; twice: boolean }): Promise<void>
  close(): Promise<void>
}

export async function crashWorld(): Promise<CrashWorld> {
  const rig = await engineRig()
  const tasks: Task[] = []
  const steps: string[] = []
  let rules = { fateAt: (_step: string): Fate => 'go', fraction: 0.5 }
  const fateAt = (step: string): Fate => {
    steps.push(step)
    return rules.fateAt(step)
  }
  const named = new Set<string>()
  const enqueued = (task: Task): void => {
    // A used name is refused, as by Cloud Tasks.
    if (!named.has(task.id)) tasks.push(task)
    named.add(task.id)
  }
  const gate = await metaGate(rig.graph.url, fateAt, () => host)
  const { phoneNumberId, wabaId } = rig.session
  const host: EngineHost = engineHost({
    args: [rig.firestore.host, gate.url, phoneNumberId, wabaId],
    fateAt,
    enqueued,
  })
  const invoke = (work: Work) => host.invoke(work, { now: rig.clock.now(), fraction: rules.fraction })
  const receiver = await webhookReceiver(invoke)
  rig.graph.setWebhookUrl(receiver.url)
  const toMeta = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${rig.graph.url}/_simulator/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
  return {
    rig,
    tasks,
    steps,
    invoke,
    goOn: () => host.goOn(),
    toMeta,
    async drainStatuses() {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        await rig.graph.drainWebhooks()
        if ((await waitingWebhooks(rig.graph.url)) === 0) return true
      }
      return false
    },
    async reset({ twice, ...story }) {
      rig.clock.reset()
      rig.graph.reset()
      rig.firestore.clear()
      tasks.length = steps.length = 0
      named.clear()
      rules = { fateAt: () => 'go', fraction: 0.5 }
      await rig.needs.sessions()
      await toMeta('webhooks/hold', {})
      await toMeta('settings', {
        delivery: { duplicates: twice ? 1 : 0, batch: 3, gatherMs: 0, concurrency: 1 },
      })
      rules = story
    },
    async close() {
      receiver.close()
      gate.close()
      await host.close()
      await rig.close()
    },
  }
}

const MOST_ROUNDS = 10

async function waitingWebhooks(graphUrl: string): Promise<number> {
  const answer = await fetch(`${graphUrl}/_simulator/webhooks?state=waiting`)
  const { gathered, webhooks } = (await answer.json()) as { gathered: number; webhooks: object[] }
  return gathered + webhooks.length
}

/** The address Meta posts to; the functions process answers, if it lives. */
async function webhookReceiver(invoke: (work: Work) => Promise<WorkAnswer | 'died'>) {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      void invoke({ kind: 'webhook', body: Buffer.concat(pieces).toString() }).then((answer) =>
        answer === 'died' ? request.socket.destroy() : response.writeHead(answer.status).end(),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

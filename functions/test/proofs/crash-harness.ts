import { text } from 'node:stream/consumers'
import type { Task } from '../../src/kernel/task-queue.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'
import { engineHost, type EngineHost, type Fate } from './engine-host.ts'
import type { Work, WorkAnswer } from './engine-work.ts'
import { faultProxy } from './fault-proxy.ts'

/** Everything around the functions process: database, Meta, task queue, events. It outlives every crash. */
export interface CrashHarness {
  readonly rig: EngineRig
  readonly tasks: Task[]
  /** Steps the process came to since the last reset, in order. */
  readonly steps: string[]
  /** One invocation, at the world's time. */
  invoke(work: Work): Promise<WorkAnswer | 'died'>
  /** Lets a process that stood still finish what it had begun. */
  resume(): Promise<void>
  /** An order to Meta's simulator. */
  toMeta(path: string, body: object): Promise<void>
  /** Posts every status that is due until all were taken; false when the process keeps refusing them. */
  drainStatuses(): Promise<boolean>
  /** An empty world, at the beginning of time. */
  reset(story: { fateAt: (step: string) => Fate; fraction: number; twice: boolean }): Promise<void>
  close(): Promise<void>
}

export async function createCrashHarness(): Promise<CrashHarness> {
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
  const gate = await faultProxy(rig.graph.url, fateAt, () => host)
  const { phoneNumberId, wabaId } = rig.session
  const host: EngineHost = engineHost({
    args: [rig.firestore.host, gate.url, phoneNumberId, wabaId],
    fateAt,
    enqueued,
  })
  const invoke = (work: Work) => host.invoke(work, { now: rig.clock.now(), fraction: rules.fraction })
  const webhook = await metaPostsTo(invoke)
  rig.graph.setWebhookUrl(webhook.url)
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
    resume: () => host.resume(),
    toMeta,
    async drainStatuses() {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        await rig.graph.drainWebhooks()
        if ((await waitingWebhooks(rig.graph.url)) === 0) return true
      }
      return false
    },
    async reset({ twice, ...story }) {
      tasks.length = steps.length = 0
      named.clear()
      rules = { fateAt: () => 'go', fraction: 0.5 }
      await rig.reset()
      await toMeta('webhooks/hold', {})
      await toMeta('settings', {
        delivery: { duplicates: twice ? 1 : 0, batch: 3, gatherMs: 0, concurrency: 1 },
      })
      rules = story
    },
    async close() {
      await webhook.close()
      await gate.close()
      await host.close()
      await rig.close()
    },
  }
}

const MAX_ROUNDS = 10

async function waitingWebhooks(graphUrl: string): Promise<number> {
  const answer = await fetch(`${graphUrl}/_simulator/webhooks?state=waiting`)
  const { gathered, webhooks } = (await answer.json()) as { gathered: number; webhooks: object[] }
  return gathered + webhooks.length
}

/** The address Meta posts to; the functions process answers, if it lives. */
async function metaPostsTo(invoke: (work: Work) => Promise<WorkAnswer | 'died'>): Promise<ListeningServer> {
  return listeningServer((request, response) => {
    const answered = async (): Promise<void> => {
      const answer = await invoke({ kind: 'webhook', body: await text(request) })
      if (answer === 'died') request.socket.destroy()
      else response.writeHead(answer.status).end()
    }
    answered().catch(() => request.socket.destroy())
  })
}

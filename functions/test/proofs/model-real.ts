import type { KeyCaller } from '../../src/http/caller.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import type { EngineRig } from '../support/engine-rig.ts'
import type { Crash, Fate, MetaStatus } from './reference-message.ts'

/** The engine under the model test: one message in an otherwise empty world. */
export interface RealSystem {
  readonly rig: EngineRig
  /** The rig's needs, in a process that dies like this while it sends. */
  needs(crash: Crash): EngineRig['needs']
  /** The one message, once there is one. */
  message(): Promise<StoredMessage | undefined>
  /** What the next send meets; those after it are accepted. */
  metaWill(fate: Fate): Promise<void>
  /** Meta posts a status of an accepted attempt. */
  metaSays(message: StoredMessage, attempt: number, word: MetaStatus): Promise<void>
  /** Steps taken so far. */
  steps: number
  /** What was seen of the timeline before. */
  timeline: readonly string[]
}

export const to = '+972546800360'
export const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

const orders: Record<Fate, object> = {
  accept: { statuses: [] },
  loseAnswer: { connection: 'response_lost', statuses: [] },
  loseRequest: { connection: 'reset_before_accept' },
  busy: { code: 131016 },
  unreachable: { code: 131026 },
  deadToken: { code: 190 },
  pausedTemplate: { code: 132015 },
}
const statuses: Record<MetaStatus, object> = {
  sent: { status: 'sent' },
  delivered: { status: 'delivered' },
  read: { status: 'read' },
  failedForGood: { status: 'failed', code: 131026 },
  failedForNow: { status: 'failed', code: 131016 },
}

export async function createRealSystem(rig: EngineRig): Promise<RealSystem> {
  await rig.reset()
  const control = async (method: string, path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${rig.graph.url}/_simulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
  const metaWill = async (fate: Fate): Promise<void> => {
    await control('DELETE', 'next')
    await control('POST', 'next', orders[fate])
    await control('POST', 'next', { ...orders.accept, times: 1000 })
  }
  await metaWill('accept')
  return {
    rig,
    steps: 0,
    timeline: [],
    metaWill,
    needs: (crash) => (crash === 'never' ? rig.needs : { ...rig.needs, channels: dying(rig, crash) }),
    async message() {
      const { docs } = await rig.db.collection('messages').limit(2).get()
      if (docs.length > 1) throw new Error('There are two records of one message')
      const [document] = docs
      return document && ((await rig.needs.messages.find(document.id)) ?? undefined)
    },
    async metaSays({ id }, attempt, word) {
      const data = `w1:${id}:${attempt}:`
      const accepted = rig.graph.received(to).find(({ callbackData }) => callbackData?.startsWith(data))
      if (!accepted) throw new Error(`Meta never accepted attempt ${attempt}`)
      await control('POST', 'statuses', { wamid: accepted.wamid, ...statuses[word] })
      await rig.graph.drainWebhooks()
    },
  }
}

function dying({ needs: { channels } }: EngineRig, crash: Crash): EngineRig['needs']['channels'] {
  return {
    ...channels,
    async cloud(session, message) {
      if (crash === 'afterSend') await channels.cloud(session, message)
      throw new Error('the process died')
    },
  }
}

import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import type { Firestore } from '@google-cloud/firestore'
import { buffer } from 'node:stream/consumers'
import { auditServices } from '../../src/composition/audit.ts'
import { eventServices } from '../../src/composition/events.ts'
import { inboxServices } from '../../src/composition/inbox.ts'
import { createIntakeServices } from '../../src/composition/intake.ts'
import type { Platform } from '../../src/composition/platform.ts'
import { isSignedByMeta } from '../../src/graph/hub-signature.ts'
import { readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { receiveWebhook, type ReceiveNeeds } from '../../src/intake/receive-webhook.ts'
import type { ConversationStore } from '../../src/conversations/conversation-store.ts'
import type { EventPublisher } from '../../src/deliveries/event-publisher.ts'
import type { NewEvent } from '../../src/events/publish-event.ts'
import type { Log, LogFields } from '../../src/kernel/log.ts'
import type { MessageStore } from '../../src/messages/message-store.ts'
import type { Task, TaskQueue } from '../../src/kernel/task-queue.ts'
import type { TemplateCaches } from '../../src/templates/template-caches.ts'
import type { Session } from '../../src/sessions/session.ts'
import { listeningServer, type ListeningServer } from './listening-server.ts'
import { testPlatform } from './test-platform.ts'
import { startFirestore } from './start-firestore.ts'

export const APP_SECRET = 'app-secret'
export const wabaId = '102290129340398'
export const phoneNumberId = '106540352242922'

/**
 * The engine as production composes it, without the stack around it: the embedded Firestore through the real client,
 * the Graph simulator over HTTP, a webhook receiver. The test controls time and randomness.
 */
export interface EngineRig {
  readonly templates: TemplateCaches
  readonly platform: Platform
  readonly needs: ReturnType<typeof engineServices>
  readonly conversations: ConversationStore
  readonly messages: MessageStore
  /** Messages whose file was asked to be fetched. */
  readonly mediaAskedFor: string[]
  /** Events published, in order; empty in a rig that delivers them. */
  readonly events: NewEvent[]
  /** Tasks enqueued and not done. */
  readonly tasks: Task[]
  readonly intake: ReceiveNeeds
  readonly db: Firestore
  readonly firestore: EmbeddedFirestore
  readonly graph: GraphSimulator
  readonly session: Session
  readonly clock: { now(): Date; advance(seconds: number): void; reset(): void }
  /** Events logged since the start, with their fields. */
  readonly logged: { level: string; event: string; fields: LogFields | undefined }[]
  /** Lets all statuses of Meta arrive and deals with what came into the inbox. */
  settleWebhooks(): Promise<void>
  /** Restores the initial state: nothing stored, sent or published. */
  reset(): Promise<void>
  close(): Promise<void>
}

interface EngineRigOptions {
  /** Whether events reach endpoints, on this machine too; without it they are recorded only. */
  readonly deliversEvents?: boolean
}

export async function engineRig({ deliversEvents = false }: EngineRigOptions = {}): Promise<EngineRig> {
  const clock = movableClock(new Date('2026-03-01T12:00:00Z'))
  const firestore = await startFirestore()
  const graph = await startGraphSimulator({
    port: 0,
    appSecret: APP_SECRET,
    verifyToken: 'verify',
    accessToken: 'token',
    wabaId,
    phoneNumberId,
    statusDelayMs: 0,
    now: () => clock.now(),
  })
  const { log, logged } = recordingLog()
  const recorded = { mediaAskedFor: [], events: [], tasks: [] } as Recorded
  const { mediaAskedFor, events, tasks } = recorded
  const platform = testPlatform({
    firestoreHost: firestore.host,
    graphUrl: graph.url,
    phoneNumberId,
    wabaId,
    clock,
    random: { next: () => 0.5 },
    log,
    tasks: recordingTasks(recorded),
    webhooksToLoopback: deliversEvents,
    intercept: deliversEvents ? {} : { eventPublisher: recordingEvents(recorded) },
  })
  const { db } = platform
  const needs = engineServices(platform)
  const { conversations, messages, templateCaches: templates } = needs
  const [session] = await needs.sessions()
  if (!session) throw new Error('The engine created no default session.')
  const intake = createIntakeServices({
    database: platform.intakeDatabase,
    appSecrets: () => [APP_SECRET],
    verifyToken: () => 'verify',
    keepAllBodies: false,
    clock,
    log,
  })
  const webhook = await webhookServer(intake)
  graph.setWebhookUrl(webhook.url)
  return {
    platform,
    needs,
    templates,
    conversations,
    messages,
    mediaAskedFor,
    events,
    tasks,
    intake,
    db,
    firestore,
    graph,
    session,
    clock,
    logged,
    async settleWebhooks() {
      await graph.drainWebhooks()
      const waiting = await db.collection('inbox').where('state', '==', 'new').get()
      for (const document of waiting.docs) await processItem(readInboxItem(document), needs)
    },
    async reset() {
      clock.reset()
      graph.reset()
      firestore.clear()
      for (const list of [mediaAskedFor, events, tasks, logged]) list.length = 0
      needs.invalidateSubscriptions()
      needs.invalidateSessions()
      needs.outages.reset()
      // The first query creates the default session.
      await needs.sessions()
    },
    async close() {
      await webhook.close()
      await graph.close()
      await db.terminate()
      await firestore.close()
    },
  }
}

type Recorded = Pick<EngineRig, 'mediaAskedFor' | 'events' | 'tasks'>

/** What the functions of the engine have, and the routes that act on messages. */
const engineServices = (platform: Platform) => ({
  ...inboxServices(platform),
  invalidateSubscriptions: eventServices(platform).invalidateSubscriptions,
  recordAuditAction: auditServices(platform).recordAuditAction,
})

const recordingTasks = ({ mediaAskedFor, tasks }: Recorded): TaskQueue => ({
  async enqueue(task) {
    tasks.push(task)
    if (task.queue === 'downloadMedia') mediaAskedFor.push(task.id)
  },
})

/** Records events instead of publishing them. */
const recordingEvents =
  ({ events }: Recorded) =>
  (publisher: EventPublisher): EventPublisher => ({
    ...publisher,
    prepareEvent: async () => null,
    publishEvent: async (event) => void events.push(event),
  })

function movableClock(start: Date) {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance: (seconds: number) => void (now += seconds * 1000),
    reset: () => void (now = start.getTime()),
  }
}

function recordingLog(): { log: Log; logged: EngineRig['logged'] } {
  const logged: EngineRig['logged'] = []
  const at = (level: string) => (event: string, fields?: LogFields) =>
    void logged.push({ level, event, fields })
  return { logged, log: { info: at('info'), warn: at('warn'), error: at('error') } }
}

/** What the webhook function does, on a plain server. */
const webhookServer = (intake: ReceiveNeeds): Promise<ListeningServer> =>
  listeningServer((request, response) => {
    const answered = async (): Promise<void> => {
      const bytes = await buffer(request)
      const signed = isSignedByMeta(bytes, String(request.headers['x-hub-signature-256']), [APP_SECRET])
      if (!signed) return void response.writeHead(401).end()
      response.end(await receiveWebhook({ bytes, json: JSON.parse(bytes.toString()) }, intake))
    }
    answered().catch(() => response.writeHead(503).end())
  })

import { startEmbeddedFirestore, type EmbeddedFirestore } from '@waypost/embedded-firestore'
import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import { Firestore } from '@google-cloud/firestore'
import { buffer } from 'node:stream/consumers'
import type { GraphClient } from '../../src/graph/graph-client.ts'
import { fetchDisplayPhoneNumber } from '../../src/graph/display-phone-number.undici.ts'
import { graphOverHttp } from '../../src/graph/graph-client.undici.ts'
import { isSignedByMeta } from '../../src/graph/hub-signature.ts'
import { firestoreBatchWrite } from '../../src/intake/batch-write.firestore.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem, type ProcessNeeds } from '../../src/inbox/process-item.ts'
import { receiveWebhook, type ReceiveNeeds } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { firestoreConversations } from '../../src/conversations/conversation-store.firestore.ts'
import type { ConversationStore } from '../../src/conversations/conversation-store.ts'
import { awaitReply } from '../../src/conversations/await-reply.ts'
import { consentKeywords } from '../../src/conversations/opt-out.ts'
import { recordRecipientSignal } from '../../src/consent/record-recipient-signal.ts'
import { contactEligibility } from '../../src/consent/contact-eligibility.ts'
import type { NewEvent } from '../../src/events/publish-event.ts'
import type { Log, LogFields } from '../../src/kernel/log.ts'
import { randomIds } from '../../src/kernel/ids.random.ts'
import { listTemplates } from '../../src/graph/template-list.undici.ts'
import { firestoreAudit } from '../../src/audit/audit-store.firestore.ts'
import { createAuditRecorder } from '../../src/audit/record-audit-action.ts'
import { createChannels } from '../../src/dispatch/channel.ts'
import type { MessageStore } from '../../src/messages/message-store.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import { firestoreOutbox } from '../../src/outbox/outbox-store.firestore.ts'
import { updateOutboxStatus } from '../../src/outbox/update-outbox-status.ts'
import type { RunQueuedAttemptNeeds } from '../../src/dispatch/run-queued-attempt.ts'
import type { ProcessOutboxNeeds } from '../../src/outbox/process-outbox-document.ts'
import type { MessageActionNeeds } from '../../src/dispatch/message-actions.http.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import { firestoreAlerts } from '../../src/kernel/alert.firestore.ts'
import type { RecordReportedFailureNeeds } from '../../src/dispatch/record-reported-failure.ts'
import type { SweepDueNeeds } from '../../src/dispatch/sweep-due-messages.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { createTemplateCaches, type TemplateCaches } from '../../src/templates/template-caches.ts'
import { onTemplatesChanged } from '../../src/templates/sync-all.ts'
import { firestoreTemplates } from '../../src/templates/template-store.firestore.ts'
import type { Session } from '../../src/sessions/session.ts'
import { listeningServer, type ListeningServer } from './listening-server.ts'

export const APP_SECRET = 'app-secret'
export const wabaId = '102290129340398'
export const phoneNumberId = '106540352242922'

/**
 * The engine on real tools, without the stack around it: the embedded Firestore through the real client,
 * the Graph simulator over HTTP, a webhook receiver. Time and chance are in the test's hand.
 */
export interface EngineRig {
  readonly templates: TemplateCaches
  readonly needs: ProcessOutboxNeeds &
    SweepDueNeeds &
    RecordReportedFailureNeeds &
    MessageActionNeeds &
    RunQueuedAttemptNeeds &
    Omit<ProcessNeeds, 'inbox'> & { readonly graph: GraphClient }
  readonly conversations: ConversationStore
  readonly messages: MessageStore
  /** Messages whose file was asked to be fetched. */
  readonly mediaAskedFor: string[]
  /** Events raised, in the order of their raising. */
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
  /** As it was in the beginning, with nothing stored, sent or told. */
  reset(): Promise<void>
  close(): Promise<void>
}

export async function engineRig(): Promise<EngineRig> {
  const clock = movableClock(new Date('2026-03-01T12:00:00Z'))
  const firestore = await startEmbeddedFirestore({ port: 0 })
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
  const [host = '', port = ''] = firestore.host.split(':')
  const db = new Firestore({
    projectId: 'demo-engine',
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const { log, logged } = recordingLog()
  const sessions = firestoreSessions(db)
  const session: Session = {
    id: 'ses_test',
    name: 'Test',
    channel: 'cloud',
    phoneNumberId,
    wabaId,
    owners: [],
    isDefault: true,
  }
  await sessions.put(session)
  const messages = firestoreMessages(db)
  const outbox = firestoreOutbox(db)
  const conversations = firestoreConversations(db)
  const mediaAskedFor: string[] = []
  const events: NewEvent[] = []
  const publishEvent = async (event: NewEvent) => void events.push(event)
  const tasks: Task[] = []
  const throttle = { acquire: async () => undefined, slowDown: () => undefined }
  const readSessions = () => sessions.list(session)
  const templates = createTemplateCaches({
    templates: firestoreTemplates(db),
    listAtMeta: (id) => listTemplates(id, { url: graph.url, version: 'v26.0', accessToken: 'token' }),
    clock,
    log,
  })
  const graphClient = graphOverHttp(
    {
      url: graph.url,
      testUrl: graph.url,
      version: 'v26.0',
      accessToken: 'token',
      testAccessToken: 'token',
      sessionTokens: new Map([['SHOP_ACCESS_TOKEN', 'shop-token']]),
    },
    log,
  )
  const needs: EngineRig['needs'] = {
    templates: (asked) => templates(asked.session.wabaId).check(asked.content, asked.canWait),
    displayNumber: (id) =>
      fetchDisplayPhoneNumber(id, { url: graph.url, version: 'v26.0', accessToken: 'token' }),
    onTemplatesChanged: (id) => onTemplatesChanged(id, { sessions: readSessions, templateCaches: templates }),
    messages,
    conversations,
    loadEligibility: contactEligibility(conversations),
    awaitReply: awaitReply({ conversations, clock }),
    enqueueMediaDownload: async ({ id }) => void mediaAskedFor.push(id),
    consentWords: consentKeywords({ optOut: [], optIn: [] }),
    recordRecipientSignal: recordRecipientSignal({ conversations, publishEvent }),
    publishEvent,
    prepareEvent: async () => null,
    userPhone: async (uid) => (uid === 'ada' ? '+972546800399' : undefined),
    outbox,
    onMessageChanged: updateOutboxStatus({ outbox, clock }),
    tasks: { enqueue: async (task) => void tasks.push(task) },
    alert: firestoreAlerts(db, log),
    throttleFor: () => throttle,
    ratePerSecond: 20,
    resume: sessions.resume,
    recordSignal: sessions.recordSignal,
    freshSessions: readSessions,
    invalidateSessions: () => undefined,
    recordAuditAction: createAuditRecorder({ audit: firestoreAudit(db), ids: randomIds, clock }),
    graph: graphClient,
    channels: createChannels(graphClient),
    holdSession: sessions.hold,
    sessions: readSessions,
    session: async (id) => (await sessions.list(session)).find((one) => one.id === id),
    limits: { maxAttempts: 5, unknownGraceSeconds: 120 },
    settings: {
      notifyPolicy: 'claim',
      defaultRecipient: undefined,
      defaultCountry: undefined,
      hasSimulator: true,
      quietHours: undefined,
    },
    ids: randomIds,
    random: { next: () => 0.5 },
    clock,
    log,
  }
  const intake: ReceiveNeeds = {
    writeAll: firestoreBatchWrite({ projectId: 'demo-engine', emulatorHost: firestore.host }),
    seen: recentBodyCache(),
    keepAllBodies: false,
    clock,
    log,
  }
  const webhook = await webhookServer(intake)
  graph.setWebhookUrl(webhook.url)
  return {
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
      for (const document of waiting.docs)
        await processItem(readInboxItem(document), { ...needs, inbox: firestoreInbox(db) })
    },
    async reset() {
      clock.reset()
      graph.reset()
      firestore.clear()
      for (const list of [mediaAskedFor, events, tasks, logged]) list.length = 0
      // Whoever asks first keeps the default session.
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

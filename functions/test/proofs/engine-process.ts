/**
 * The functions process of the crash tests: the engine with its real tools, one invocation per message of its
 * parent. Before and after everything it does to the world it asks its parent for leave, who may kill it instead.
 */
import { isWaypostError } from '@waypost/contract'
import { Firestore } from '@google-cloud/firestore'
import type { KeyCaller } from '../../src/http/caller.ts'
import { graphOverHttp } from '../../src/graph/graph-client.undici.ts'
import { firestoreBatchWrite } from '../../src/intake/batch-write.firestore.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem, type ProcessNeeds } from '../../src/inbox/process-item.ts'
import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { firestoreAlerts } from '../../src/kernel/alert.firestore.ts'
import { randomIds } from '../../src/kernel/ids.random.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { firestoreConversations } from '../../src/conversations/conversation-store.firestore.ts'
import { awaitReply } from '../../src/conversations/await-reply.ts'
import { recordRecipientSignal } from '../../src/consent/record-recipient-signal.ts'
import { consentKeywords } from '../../src/conversations/opt-out.ts'
import { contactEligibility } from '../../src/consent/contact-eligibility.ts'
import { createChannels } from '../../src/dispatch/channel.ts'
import { enqueueMediaDownload } from '../../src/media/enqueue-media-download.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import { updateOutboxStatus } from '../../src/outbox/update-outbox-status.ts'
import { firestoreOutbox } from '../../src/outbox/outbox-store.firestore.ts'
import { sweepDueMessages } from '../../src/dispatch/sweep-due-messages.ts'
import { answerSend } from '../../src/send/send-answer.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import type { FromEngine, ToEngine, Work, WorkAnswer } from './engine-work.ts'
import { stepwise, sendToParent } from './engine-steps.ts'

const [firestoreHost = '', graphUrl = '', phoneNumberId = '', wabaId = ''] = process.argv.slice(2)
const projectId = 'demo-engine'
const [host = '', port = ''] = firestoreHost.split(':')
const db = new Firestore({
  projectId,
  host: `${host}:${port}`,
  ssl: false,
  ignoreUndefinedProperties: true,
  customHeaders: { authorization: 'Bearer owner' },
})

let now = new Date(0)
let fraction = 0
const clock = { now: () => now }
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const steps = stepwise()

const store = firestoreMessages(db)
const messages = {
  ...store,
  ...steps.around('messages', {
    add: store.add,
    updateIfUnchanged: store.updateIfUnchanged,
    settle: store.settle,
    endFollowUp: store.endFollowUp,
  }),
}
const conversations = steps.around('conversations', firestoreConversations(db))
const outbox = steps.around('outbox', firestoreOutbox(db))
const sessionStore = firestoreSessions(db)
const defaultSession = {
  id: 'ses_test',
  name: 'Test',
  channel: 'cloud',
  phoneNumberId,
  wabaId,
  owners: [],
  isDefault: true,
} as const
const sessions = () => sessionStore.list(defaultSession)
const graph = graphOverHttp(
  { url: graphUrl, testUrl: graphUrl, version: 'v26.0', accessToken: 'token', testAccessToken: 'token' },
  log,
)
const publishEvent = async () => undefined
const tasks = steps.around('tasks', { enqueue: async (task: Task) => sendToParent({ task }) })
const needs = {
  messages,
  outbox,
  onMessageChanged: updateOutboxStatus({ outbox, clock }),
  tasks,
  alert: firestoreAlerts(db, log),
  throttleFor: () => ({ acquire: async () => undefined, slowDown: () => undefined }),
  ratePerSecond: 20,
  graph,
  channels: createChannels(graph),
  conversations,
  loadEligibility: contactEligibility(conversations),
  recordRecipientSignal: recordRecipientSignal({ conversations, publishEvent }),
  awaitReply: awaitReply({ conversations, clock }),
  consentWords: consentKeywords({ optOut: [], optIn: [] }),
  enqueueMediaDownload: enqueueMediaDownload(tasks),
  onTemplatesChanged: async () => null,
  displayNumber: async () => undefined,
  publishEvent,
  prepareEvent: async () => null,
  holdSession: sessionStore.hold,
  resume: sessionStore.resume,
  recordSignal: sessionStore.recordSignal,
  freshSessions: () => sessionStore.list(defaultSession),
  userPhone: async () => undefined,
  sessions,
  session: async (id: string) => (await sessions()).find((one) => one.id === id),
  limits: { maxAttempts: 5, unknownGraceSeconds: 120 },
  settings: {
    notifyPolicy: 'claim',
    defaultRecipient: undefined,
    defaultCountry: undefined,
    hasSimulator: true,
    quietHours: undefined,
  },
  ids: randomIds,
  random: { next: () => fraction },
  clock,
  log,
} satisfies Parameters<typeof processOutboxDocument>[1] &
  Parameters<typeof sweepDueMessages>[0] &
  Omit<ProcessNeeds, 'inbox'>

const inbox = steps.around('inbox', firestoreInbox(db))
const { writeAll } = steps.around('intake', {
  writeAll: firestoreBatchWrite({ projectId, emulatorHost: firestoreHost }),
})
const intake = { writeAll, seen: recentBodyCache(), keepAllBodies: false, clock, log }

const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

async function does(work: Work): Promise<WorkAnswer> {
  switch (work.kind) {
    case 'notify': {
      const { to, content, options, wait, key } = work
      const sent = await sendMessage(
        { caller, to, toField: '/phoneNumber', content, options, wait, idempotencyKey: key },
        needs,
      )
      const { status, body } = answerSend(sent, { caller, addHeader: () => undefined })
      return { status, body: body as Readonly<Record<string, unknown>> }
    }
    case 'outbox':
      await processOutboxDocument({ path: work.path, fields: work.fields }, needs)
      return { status: 200 }
    case 'task':
      await runQueuedAttempt(work, needs)
      return { status: 200 }
    case 'sweep':
      return { status: 200, body: { ...(await sweepDueMessages(needs)) } }
    case 'webhook': {
      const bytes = Buffer.from(work.body)
      await receiveWebhook({ bytes, json: JSON.parse(work.body) as unknown }, intake)
      return { status: 200 }
    }
    case 'inbox':
      await processItem(readInboxItem(await db.collection('inbox').doc(work.id).get()), { ...needs, inbox })
      return { status: 200 }
  }
}

async function invocation(work: Work): Promise<WorkAnswer> {
  try {
    await steps.reached(`${work.kind}:begins`)
    const answer = await does(work)
    await steps.reached(`${work.kind}:ends`)
    return answer
  } catch (error) {
    if (!isWaypostError(error)) return { status: 500, code: String(error) }
    return { status: error.status, code: error.code }
  }
}

process.on('message', (order: ToEngine) => {
  if ('step' in order) return void steps.answered(order.step, order.say)
  now = new Date(order.now)
  fraction = order.fraction
  void invocation(order.work).then((answer) =>
    sendToParent({ answered: order.invoke, answer } satisfies FromEngine),
  )
})
process.on('disconnect', () => process.exit())
await sessions()
sendToParent({ ready: true })

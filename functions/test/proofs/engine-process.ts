/**
 * The functions process of the crash tests: the engine with its real tools, one invocation per message of its
 * parent. Before and after everything it does to the world it asks its parent for leave, who may kill it instead.
 */
import { isWaypostError } from '@waypost/contract'
import { inboxServices } from '../../src/composition/inbox.ts'
import { createIntakeServices } from '../../src/composition/intake.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages } from '../../src/dispatch/sweep-due-messages.ts'
import type { KeyCaller } from '../../src/http/caller.ts'
import { readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import { answerSend } from '../../src/send/send-answer.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { testPlatform } from '../support/test-platform.ts'
import type { FromEngine, ToEngine, Work, WorkAnswer } from './engine-work.ts'
import { stepwise, sendToParent } from './engine-steps.ts'

const [firestoreHost = '', graphUrl = '', phoneNumberId = '', wabaId = ''] = process.argv.slice(2)

let now = new Date(0)
let fraction = 0
const clock = { now: () => now }
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const steps = stepwise()

const platform = testPlatform({
  firestoreHost,
  graphUrl,
  phoneNumberId,
  wabaId,
  webhooksToLoopback: false,
  clock,
  random: { next: () => fraction },
  log,
  tasks: { enqueue: async (task) => sendToParent({ task }) },
  intercept: {
    messages: (store) => ({
      ...store,
      ...steps.around('messages', {
        add: store.add,
        updateIfUnchanged: store.updateIfUnchanged,
        settle: store.settle,
        endFollowUp: store.endFollowUp,
        postponeDue: store.postponeDue,
      }),
    }),
    conversations: (store) => steps.around('conversations', store),
    outbox: (store) => steps.around('outbox', store),
    inbox: (store) => steps.around('inbox', store),
    tasks: (queue) => steps.around('tasks', queue),
  },
})
const needs = inboxServices(platform)
const { writeAll, ...intakeServices } = createIntakeServices({
  database: platform.intakeDatabase,
  appSecrets: () => [],
  verifyToken: () => '',
  keepAllBodies: false,
  clock,
  log,
})
const intake = { ...intakeServices, ...steps.around('intake', { writeAll }) }

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
      return { status, body: body }
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
      await processItem(readInboxItem(await platform.db.collection('inbox').doc(work.id).get()), needs)
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
  const next = new Date(order.now)
  // Another story: time goes back to its beginning.
  if (next < now) needs.outages.reset()
  now = next
  fraction = order.fraction
  void invocation(order.work).then((answer) =>
    sendToParent({ answered: order.invoke, answer } satisfies FromEngine),
  )
})
process.on('disconnect', () => process.exit())
await needs.sessions()
sendToParent({ ready: true })

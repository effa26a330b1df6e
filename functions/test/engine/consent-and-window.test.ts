import { isWaypostError, type WaypostError } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { changeConsent } from '../../src/consent/change-consent.ts'
import { newConversation } from '../../src/conversations/merge-conversations.ts'
import type { ConsentUpdate } from '../../src/conversations/opt-out.ts'
import { windowAfterMessage } from '../../src/conversations/service-window.ts'
import type { MessageContent } from '../../src/graph/payload.ts'
import { after } from '../../src/kernel/clock.ts'
import type { Recipient } from '../../src/kernel/recipient.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import { messageView } from '../../src/messages/message-view.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { answerSend } from '../../src/send/send-answer.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  // What was remembered of templates is older than that.
  rig.clock.advance(600)
  rig.graph.reset()
  rig.firestore.clear()
  rig.events.length = 0
  rig.tasks.length = 0
  await rig.needs.sessions()
})

const dana: Recipient = '+972546800360'
/** See docs/reference/test-numbers.md. */
const REFUSED_131047 = '+14045550142'
const REFUSED_131050 = '+14045550144'
const FAILS_LATER_131050 = '+12025550113'
const FAILS_LATER_131047 = '+12025550115'

const caller: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
const hello: MessageContent = { type: 'text', text: { body: 'Hello' } }
const template = (templateName: string): MessageContent => ({
  type: 'template',
  template: { templateName, languageCode: 'en_US' },
})
const utility = template('hello_world')
const marketing: MessageContent = {
  type: 'template',
  template: {
    templateName: 'shop_catalog',
    languageCode: 'en_US',
    templateParameters: [{ type: 'text', text: 'Dana' }],
  },
}
const fallbackTemplate = { templateName: 'hello_world', languageCode: 'en_US' }

interface Sending {
  to?: string
  options?: SendOptions
  wait?: boolean
  idempotencyKey?: string
}

const send = (
  content: MessageContent,
  { to = dana, options = {}, wait = true, idempotencyKey }: Sending = {},
) => sendMessage({ caller, to, toField: '/to', content, options, wait, idempotencyKey }, rig.needs)

/** What the caller of a send is answered. */
async function answer(content: MessageContent, sending: Sending = {}): Promise<Record<string, unknown>> {
  const sent = await send(content, sending)
  return answerSend(sent, { caller, addHeader: () => undefined }).body
}

async function refusal(content: MessageContent, sending: Sending = {}): Promise<WaypostError> {
  const thrown = await answer(content, sending).catch((error: unknown) => error)
  if (!isWaypostError(thrown)) throw new Error(`not refused: ${JSON.stringify(thrown)}`)
  return thrown
}

async function kept(id: unknown) {
  const message = await rig.needs.messages.find(String(id))
  if (!message) throw new Error(`${String(id)} is gone`)
  return message
}
const story = async (id: unknown) => (await kept(id)).timeline.map(({ status }) => status)
const attempts = (to = dana) => rig.graph.attempts(to)

/** The contact writes, so many hours ago. */
async function wrote(hoursAgo: number, contact: Recipient = dana): Promise<void> {
  const at = after(rig.clock.now(), -hoursAgo * 3600)
  const known = { sessionId: rig.session.id, identities: [{ of: contact, since: at, seenAt: at }] }
  await rig.conversations.updateByContact(known, (current) => {
    const conversation = current ?? newConversation(known, at)
    return { ...conversation, lastInboundAt: at, windowOpenUntil: windowAfterMessage(conversation, at) }
  })
}
const consent = (news: Partial<ConsentUpdate>, contact: Recipient = dana) =>
  changeConsent(
    { sessionId: rig.session.id, contact },
    { wants: false, category: 'all', at: rig.clock.now(), source: 'keyword', ...news },
    { conversations: rig.conversations, publishEvent: async (event) => void rig.events.push(event) },
  )
const conversation = (contact: Recipient = dana) => rig.conversations.findByContact(rig.session.id, contact)
const sweep = () => sweepDue(rig)

describe('the service window', () => {
  it('refuses free text when it is known to be closed, keeps the message, and does not ask Meta', async () => {
    await wrote(25)
    const error = await refusal(hello)
    expect(error).toMatchObject({ code: 'WINDOW_CLOSED', status: 409 })
    expect(await story(error.id)).toEqual(['queued', 'failed'])
    expect(attempts()).toEqual([])
  })

  it('tries one of which nothing is known, and one that is open', async () => {
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
    await wrote(23)
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
  })

  it('lets templates through, and free text again once the contact wrote', async () => {
    await wrote(25)
    expect(await answer(utility)).toMatchObject({ status: 'accepted' })
    await refusal(hello)
    await wrote(0)
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
  })

  it('is looked at when a message leaves, not when it was asked for', async () => {
    await wrote(23)
    const { id } = await answer(hello, { wait: false })
    rig.clock.advance(2 * 3600)
    await runQueuedAttempt({ messageId: String(id), attempt: 1 }, rig.needs)
    expect(await kept(id)).toMatchObject({ sending: 'failed', error: { code: 'WINDOW_CLOSED' }, attempt: 0 })
    const later = await answer(hello, {
      options: { sendAt: after(rig.clock.now(), 3600).toISOString() },
    })
    await wrote(0)
    rig.clock.advance(3601)
    await sweep()
    expect((await kept(later['id'])).sending).toBe('accepted')
    expect(attempts()).toHaveLength(1)
  })

  it('is closed by what Meta says, at once or later, until the contact writes', async () => {
    for (const to of [REFUSED_131047, FAILS_LATER_131047] as const) {
      await send(hello, { to })
      await rig.settleWebhooks()
      const tried = attempts(to).length
      expect(await refusal(hello, { to })).toMatchObject({ code: 'WINDOW_CLOSED' })
      expect(attempts(to)).toHaveLength(tried)
      rig.clock.advance(60)
      await wrote(0, to)
      await send(hello, { to })
      expect(attempts(to)).toHaveLength(tried + 1)
    }
  })

  it('is not closed by a refusal that is older than what the contact wrote', async () => {
    const at = rig.clock.now()
    rig.clock.advance(60)
    await wrote(0)
    const text = 'Re-engagement message'
    await rig.needs.recordRecipientSignal({
      kind: 'window-closed',
      sessionId: rig.session.id,
      contact: dana,
      at,
      text,
    })
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
  })
})

describe('a fallback template', () => {
  const options = { fallbackTemplate }

  it('takes the place of free text when the window is closed, and says so', async () => {
    await wrote(25)
    const said = await answer(hello, { options })
    expect(said).toMatchObject({ status: 'accepted', fallbackUsed: true })
    const message = await kept(said['id'])
    expect(message.timeline.find(({ status }) => status === 'sending')).toMatchObject({
      note: expect.stringContaining('hello_world (en_US) is sent instead') as string,
    })
    expect(messageView(message, { caller, docsUrl: '' })).toMatchObject({
      type: 'template',
      content: { templateName: 'hello_world' },
      replaced: { body: 'Hello' },
    })
    expect(rig.graph.received(dana)[0]).toMatchObject({ type: 'template' })
  })

  it('is not used while the window is open', async () => {
    await wrote(1)
    const said = await answer(hello, { options })
    expect(said).not.toHaveProperty('fallbackUsed')
    expect(rig.graph.received(dana)[0]).toMatchObject({ type: 'text' })
  })

  it('goes out for a message that waited until the window had closed', async () => {
    await wrote(23.5)
    const { id } = await answer(hello, { options, wait: false })
    rig.clock.advance(3600)
    await sweep()
    expect(await kept(id)).toMatchObject({ sending: 'accepted', replaced: hello })
    expect(rig.graph.received(dana)[0]).toMatchObject({ type: 'template' })
  })

  it.each([[REFUSED_131047], [FAILS_LATER_131047]] as const)(
    'goes out next when Meta says that the window is closed (%s)',
    async (to) => {
      await send(hello, { to, options })
      await rig.settleWebhooks()
      const waiting = (await firestoreMessages(rig.db).list({ limit: 1 }))[0]
      expect(waiting).toMatchObject({ sending: 'errored', error: { code: 'WINDOW_CLOSED' } })
      await sweep()
      expect(await kept(waiting?.id)).toMatchObject({ content: { type: 'template' }, replaced: hello })
      expect(attempts(to)).toHaveLength(2)
    },
  )

  it('must itself be in order, also while it is not needed', async () => {
    const wrong = { fallbackTemplate: { templateName: 'nobody_knows', languageCode: 'en_US' } }
    expect(await refusal(hello, { options: wrong })).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    expect(attempts()).toEqual([])
  })

  it('answers the repeat of a request as the first one', async () => {
    await wrote(25)
    const first = await answer(hello, { options, idempotencyKey: 'key' })
    await wrote(0)
    expect(await answer(hello, { options, idempotencyKey: 'key' })).toMatchObject({
      id: first['id'],
      status: 'accepted',
      fallbackUsed: true,
    })
    expect(attempts()).toHaveLength(1)
  })
})

describe('consent', () => {
  it('ends what goes to somebody who opted out as suppressed, visibly, without asking Meta', async () => {
    await consent({ text: 'STOP' })
    const error = await refusal(utility)
    expect(error).toMatchObject({ code: 'RECIPIENT_OPTED_OUT', status: 409 })
    expect(await kept(error.id)).toMatchObject({ sending: 'suppressed', attempt: 0 })
    expect(await story(error.id)).toEqual(['queued', 'suppressed'])
    expect(attempts()).toEqual([])
    expect(rig.events).toMatchObject([
      {
        type: 'contact.opted_out',
        data: { contact: dana, category: 'all', source: 'keyword', text: 'STOP' },
      },
    ])
  })

  it('sends again once it was taken back', async () => {
    await consent({})
    rig.clock.advance(60)
    await consent({ wants: true })
    expect(await answer(utility)).toMatchObject({ status: 'accepted' })
    expect(rig.events.map(({ type }) => type)).toEqual(['contact.opted_out', 'contact.opted_in'])
  })

  it('stops only marketing after an opt-out of marketing', async () => {
    await consent({ category: 'marketing' })
    expect(await refusal(marketing)).toMatchObject({ code: 'RECIPIENT_OPTED_OUT' })
    expect(await answer(utility)).toMatchObject({ status: 'accepted' })
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
  })

  it('counts for messages that wait, in a queue or an outbox with several recipients', async () => {
    const { id } = await answer(utility, { wait: false })
    const other = '+972546800361'
    const document = rig.db.doc('outbox/two')
    const fields = { to: [dana, other], template: { name: 'hello_world', language: 'en_US' } }
    await document.create(fields)
    await processOutboxDocument({ path: document.path, fields }, rig.needs)
    await consent({})
    rig.clock.advance(300)
    await sweep()
    expect(await kept(id)).toMatchObject({ sending: 'suppressed', attempt: 0 })
    expect((await document.get()).get('delivery')).toMatchObject({
      state: 'ERROR',
      error: { code: 'RECIPIENT_OPTED_OUT' },
      recipients: expect.arrayContaining([expect.objectContaining({ status: 'suppressed' })]) as unknown,
    })
    expect(attempts()).toEqual([])
  })

  it('is written to the outbox document', async () => {
    await consent({})
    const document = rig.db.doc('outbox/one')
    const fields = { to: dana, template: { name: 'hello_world', language: 'en_US' } }
    await document.create(fields)
    await processOutboxDocument({ path: document.path, fields }, rig.needs)
    expect((await document.get()).get('delivery')).toMatchObject({
      state: 'ERROR',
      attempts: 0,
      error: { code: 'RECIPIENT_OPTED_OUT' },
      info: { status: 'suppressed' },
    })
  })

  it.each([[REFUSED_131050], [FAILS_LATER_131050]] as const)(
    'is kept from what Meta says, at once or later (%s)',
    async (to) => {
      await send(marketing, { to })
      await rig.settleWebhooks()
      expect(await conversation(to)).toMatchObject({
        optOuts: { marketing: { source: 'meta_error', text: expect.any(String) as string } },
      })
      const tried = attempts(to).length
      expect(await refusal(marketing, { to })).toMatchObject({ code: 'RECIPIENT_OPTED_OUT' })
      expect(attempts(to)).toHaveLength(tried)
    },
  )

  it('keeps the answer of a request that was made before it', async () => {
    const first = await answer(utility, { idempotencyKey: 'key' })
    await consent({})
    expect(await answer(utility, { idempotencyKey: 'key' })).toEqual(first)
    const suppressed = await refusal(utility, { idempotencyKey: 'other' })
    rig.clock.advance(60)
    await consent({ wants: true })
    expect(await refusal(utility, { idempotencyKey: 'other' })).toMatchObject({ id: suppressed.id })
  })

  it('answers somebody who writes again, in free form', async () => {
    await wrote(1)
    await consent({})
    expect(await refusal(hello)).toMatchObject({ code: 'RECIPIENT_OPTED_OUT' })
    rig.clock.advance(60)
    await wrote(0)
    expect(await answer(hello)).toMatchObject({ status: 'accepted' })
    expect(await refusal(utility)).toMatchObject({ code: 'RECIPIENT_OPTED_OUT' })
  })
})

describe('a dry run', () => {
  const dryRun = { dryRun: true }

  it('says that the contact opted out or that its window is closed, and keeps nothing', async () => {
    await wrote(25)
    expect(await answer(hello, { options: dryRun })).toMatchObject({
      dryRun: true,
      wouldRefuse: { code: 'WINDOW_CLOSED' },
    })
    await consent({})
    expect(await answer(utility, { options: dryRun })).toMatchObject({
      wouldRefuse: { code: 'RECIPIENT_OPTED_OUT' },
    })
    expect(await firestoreMessages(rig.db).list({ limit: 1 })).toEqual([])
  })

  it('shows the fallback template where that would be sent', async () => {
    await wrote(25)
    const said = await answer(hello, { options: { ...dryRun, fallbackTemplate } })
    expect(said).toMatchObject({ fallbackUsed: true, payload: { type: 'template' } })
    expect(said).not.toHaveProperty('wouldRefuse')
  })
})

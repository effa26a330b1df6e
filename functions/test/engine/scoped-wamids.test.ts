import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inboundMessageView } from '../../src/messages/inbound-message-view.ts'
import { omitMissingReplies } from '../../src/messages/omit-missing-replies.ts'
import type { InboundMessage } from '../../src/messages/inbound-message.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { webhook } from '../support/meta-webhooks.ts'
import { message } from '../support/sample-documents.ts'
import { postToRig } from '../support/post-to-rig.ts'
import { encodeWamid } from '../support/wamids.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const mona = { wa_id: '201098765432', user_id: 'EG.1442738299999999', profile: { name: 'Mona S.' } }
const both = { from: mona.wa_id, from_user_id: mona.user_id }

/** A message of Mona's by its token, with the wamid that is scoped to her number or to her user id. */
const wamid = (token: string, scope: 'number' | 'userId' = 'number', outgoing = false): string =>
  encodeWamid({ scope: scope === 'number' ? mona.wa_id : mona.user_id, outgoing, token })

const FIRST = 'D188C1F0AA7C878CC7501F76E03ABEE1'
const SECOND = '40E34F97549211F658413F1EFFFB09B0'

const writes = (item: object, at = 0): Promise<void> =>
  postToRig(
    rig,
    webhook({ contacts: [mona], messages: [{ ...both, timestamp: String(1_772_362_800 + at), ...item }] }),
  )
const question = { id: wamid(FIRST), type: 'text', text: { body: 'Is my order on the way?' } }

async function stored(id: string): Promise<InboundMessage> {
  const found = (await rig.messages.listByWamid(id)).find(({ direction }) => direction === 'in')
  if (found?.direction !== 'in') throw new Error(`${id} is not stored`)
  const [shown = found] = await omitMissingReplies([found], rig)
  return shown
}

it('links a quote of her own message under the other scope', async () => {
  await writes(question)
  const context = { from: mona.wa_id, from_user_id: mona.user_id, id: wamid(FIRST, 'userId') }
  await writes({ id: wamid(SECOND), type: 'text', text: { body: 'I mean this one' }, context }, 30)
  expect(inboundMessageView(await stored(wamid(SECOND)))).toMatchObject({
    replyTo: wamid(FIRST, 'userId'),
    replyToId: (await stored(wamid(FIRST))).id,
  })
})

it('links a reaction to her own message, which names no author', async () => {
  await writes(question)
  await writes({
    id: wamid(SECOND),
    type: 'reaction',
    reaction: { message_id: wamid(FIRST, 'userId'), emoji: '👍' },
  })
  const { id } = await stored(wamid(FIRST))
  expect(await stored(wamid(SECOND))).toMatchObject({ replyToId: id })
})

it('links quotes and reactions to a message of ours under either scope', async () => {
  const ours = { ...message, sessionId: rig.session.id, wamid: wamid('A'.repeat(18), 'number', true) }
  await rig.messages.add(ours)
  const other = wamid('A'.repeat(18), 'userId', true)
  await writes({
    id: wamid(FIRST),
    type: 'text',
    text: { body: 'Yes' },
    context: { from: '15550783881', id: other },
  })
  await writes({ id: wamid(SECOND), type: 'reaction', reaction: { message_id: other, emoji: '❤️' } })
  expect(await stored(wamid(FIRST))).toMatchObject({ replyToId: ours.id })
  expect(await stored(wamid(SECOND))).toMatchObject({ replyToId: ours.id })
})

it('shows no `replyToId` for a message that is not stored', async () => {
  const context = { from: mona.wa_id, id: wamid('B'.repeat(32)) }
  await writes({ id: wamid(FIRST), type: 'text', text: { body: 'This one' }, context })
  const view = inboundMessageView(await stored(wamid(FIRST)))
  expect(view).toMatchObject({ replyTo: context.id })
  expect(view).not.toHaveProperty('replyToId')
})

it('links a quote that arrived before the quoted message', async () => {
  const context = { from: mona.wa_id, id: wamid(FIRST, 'userId') }
  await writes({ id: wamid(SECOND), type: 'text', text: { body: 'I mean this one' }, context }, 30)
  expect(await stored(wamid(SECOND))).not.toHaveProperty('replyToId')
  await writes(question)
  expect(await stored(wamid(SECOND))).toMatchObject({ replyToId: (await stored(wamid(FIRST))).id })
})

it('does not take our message for hers when their tokens are the same', async () => {
  await writes(question)
  const context = { id: wamid(FIRST, 'number', true) }
  await writes({ id: wamid(SECOND), type: 'text', text: { body: 'And this' }, context })
  expect(await stored(wamid(SECOND))).not.toHaveProperty('replyToId')
})

it('edits and deletes the message whatever scope the change names', async () => {
  await writes(question)
  const text = { type: 'text', text: { body: 'Is my parcel on the way?' } }
  await writes(
    {
      id: wamid('C1'.repeat(16)),
      type: 'edit',
      edit: { original_message_id: wamid(FIRST, 'userId'), message: text },
    },
    10,
  )
  await writes(
    { id: wamid('C2'.repeat(16)), type: 'revoke', revoke: { original_message_id: wamid(FIRST, 'userId') } },
    20,
  )
  expect(inboundMessageView(await stored(wamid(FIRST)))).toMatchObject({
    content: { body: 'Is my parcel on the way?' },
    edits: [{ content: { body: 'Is my order on the way?' } }],
    revokedAt: expect.any(String) as string,
  })
  expect((await rig.db.collection('messages').get()).size).toBe(1)
})

it('stores a message once that comes under both scopes', async () => {
  await writes(question)
  await writes({ ...question, id: wamid(FIRST, 'userId') })
  expect((await rig.db.collection('messages').get()).size).toBe(1)
  const conversation = await rig.conversations.findByContact(rig.session.id, '+201098765432')
  expect(conversation).toMatchObject({ unread: 1 })
})

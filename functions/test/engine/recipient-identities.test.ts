import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { contactRouteServices } from '../../src/composition/contact-routes.ts'
import { eraseContact } from '../../src/erasure/erase-contact.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { statusItem, messageIdOf, webhook } from '../support/meta-webhooks.ts'
import { postToRig } from '../support/post-to-rig.ts'
import { dana } from '../support/contact-items.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const delivered = (more: object) => ({
  ...statusItem({ messageId: messageIdOf(1), status: 'delivered' }),
  ...more,
})
const stop = {
  from_user_id: dana.userId,
  id: 'wamid.stop',
  timestamp: '1772366400',
  type: 'text',
  text: { body: 'STOP' },
}

it.each<[string, object]>([
  ['recipient_user_id', { statuses: [delivered({ recipient_user_id: dana.userId })] }],
  [
    'the contacts beside it',
    { contacts: [{ wa_id: dana.waId, user_id: dana.userId }], statuses: [delivered({})] },
  ],
  [
    'a status of a message that was sent from elsewhere',
    {
      statuses: [{ id: 'wamid.x', status: 'read', recipient_id: dana.waId, recipient_user_id: dana.userId }],
    },
  ],
])('an opt-out under a hidden number reaches the number that %s named', async (_, value) => {
  await postToRig(rig, webhook(value))
  await postToRig(rig, webhook({ messages: [stop] }))
  expect(await rig.needs.loadEligibility(rig.session.id, dana.phone)).toMatchObject({
    optOutAt: new Date('2026-03-01T12:00:00Z'),
  })
})

it('joins a conversation that existed under each id', async () => {
  const hello = { ...stop, text: { body: 'Hello' } }
  await postToRig(rig, webhook({ messages: [{ ...hello, id: 'wamid.1' }] }))
  await postToRig(
    rig,
    webhook({ messages: [{ ...hello, id: 'wamid.2', from: dana.waId, from_user_id: undefined }] }),
  )
  await postToRig(rig, webhook({ statuses: [delivered({ recipient_user_id: dana.userId })] }))
  const [byNumber, byId] = [
    await rig.conversations.findByContact(rig.session.id, dana.phone),
    await rig.conversations.findByContact(rig.session.id, dana.userId),
  ]
  expect(byNumber).toMatchObject({ unread: 2 })
  expect(byId?.id).toBe(byNumber?.id)
})

it('is stored once for all statuses of a person', async () => {
  const statuses = ['sent', 'delivered', 'read'].map((status) => ({
    ...statusItem({ messageId: messageIdOf(1), status }),
    recipient_user_id: dana.userId,
  }))
  for (const status of statuses) await postToRig(rig, webhook({ statuses: [status] }))
  const items = await rig.db.collection('inbox').where('kind', '==', 'identity').get()
  expect(items.size).toBe(1)
})

it('erases what was written under every id', async () => {
  await postToRig(rig, webhook({ statuses: [delivered({ recipient_user_id: dana.userId })] }))
  await postToRig(rig, webhook({ messages: [{ ...stop, text: { body: 'My secret' } }] }))
  const conversation = await rig.conversations.findByContact(rig.session.id, dana.phone)
  const named = { sessionId: rig.session.id, contact: dana.phone, conversation }
  const proof = await eraseContact(named, contactRouteServices(rig.platform))
  expect(proof).toMatchObject({ erased: { messages: 1, conversations: 1 }, remaining: 0 })
})

it('leaves statuses of one id alone', async () => {
  await postToRig(rig, webhook({ contacts: [{ wa_id: dana.waId }], statuses: [delivered({})] }))
  expect((await rig.db.collection('conversations').get()).size).toBe(0)
})

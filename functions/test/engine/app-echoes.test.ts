import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { conversationView } from '../../src/conversations/conversation-view.ts'
import { withLatestMessage } from '../../src/conversations/latest-message.ts'
import { handleChange } from '../../src/inbox/handle-change.ts'
import { handleInboundMessage } from '../../src/inbox/handle-inbound-message.ts'
import { anyMessageView } from '../../src/messages/any-message-view.ts'
import echoed from '../proofs/corpus/cases/smb-message-echo.json' with { type: 'json' }
import { dana, inboundItem, text } from '../support/contact-items.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const change = (field: string, value: object) =>
  handleChange({ ...inboundItem({ item: value }), kind: 'change', field }, rig.needs)
const owner = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'o',
  scopes: ['read'],
  sessions: 'all',
  mode: 'live',
} as const
const echo = (more: object = {}) => ({
  message_echoes: [
    {
      from: '15550783881',
      to: dana.waId,
      id: 'wamid.echo',
      timestamp: String(rig.clock.now().getTime() / 1000),
      type: 'text',
      text: { body: 'On its way' },
      ...more,
    },
  ],
})

it('shows an answer from the app in the conversation, as outgoing', async () => {
  const value = echoed.entry[0]?.changes[0]?.value ?? {}
  expect(await change('smb_message_echoes', value)).toMatchObject({ state: 'done' })
  const [message] = await rig.messages.list({ limit: 5 })
  if (!message) throw new Error('no message')
  expect(anyMessageView(message, { caller: owner, docsUrl: '' })).toMatchObject({
    direction: 'out',
    source: 'app',
    status: 'sent',
    type: 'text',
    content: { body: 'Custa 30 reais, o dono aqui' },
  })
})

it.each(['image', 'contacts', 'template', 'hologram', 'interactive'])(
  'shows a %s from the app, whatever is in it',
  async (type) => {
    expect(await change('smb_message_echoes', echo({ type, [type]: undefined }))).toMatchObject({
      state: 'done',
    })
    const conversation = await rig.conversations.findByContact(rig.session.id, dana.phone)
    if (!conversation) throw new Error('no conversation')
    const { lastMessage } = conversationView(await withLatestMessage(conversation, rig))
    expect(lastMessage).toMatchObject({ direction: 'out', text: expect.stringMatching(/./) as string })
    const [message] = await rig.messages.list({ limit: 1 })
    expect(message && anyMessageView(message, { caller: owner, docsUrl: '' })).toMatchObject({
      source: 'app',
    })
  },
)

it('counts it as the answer', async () => {
  await handleInboundMessage(inboundItem({ item: text('1', 'Where is it?') }), rig.needs)
  await change('smb_message_echoes', echo())
  await change('smb_message_echoes', echo())
  const conversation = await rig.conversations.findByContact(rig.session.id, dana.phone)
  expect(conversation).toMatchObject({ state: 'open', unread: 0 })
  expect((await rig.messages.list({ limit: 5 })).filter(({ direction }) => direction === 'out')).toHaveLength(
    1,
  )
})

it('publishes edits and deletions with who wrote', async () => {
  await handleInboundMessage(inboundItem({ item: text('1', 'Hello') }), rig.needs)
  const changed = (type: string, more: object) =>
    handleInboundMessage(
      inboundItem({
        item: {
          ...text(`of-${type}`, ''),
          type,
          [type]: { original_message_id: 'wamid.1', ...more },
        },
      }),
      rig.needs,
    )
  await changed('edit', { message: { type: 'text', text: { body: 'Better' } } })
  await changed('revoke', {})
  const events = rig.events.filter(({ type }) => type.startsWith('message.'))
  expect(events.map(({ type }) => type)).toEqual(['message.received', 'message.edited', 'message.revoked'])
  expect(events[1]?.data).toMatchObject({ text: 'Better', contact: { phone: dana.phone, waId: dana.waId } })
})

it('publishes a call', async () => {
  const call = { id: 'wacid.1', event: 'connect', from: dana.waId, to: '1', direction: 'USER_INITIATED' }
  expect(await change('calls', { calls: [call] })).toMatchObject({ state: 'done' })
  expect(rig.events).toMatchObject([
    { type: 'call.received', data: { contact: dana.phone, callId: 'wacid.1' } },
  ])
})

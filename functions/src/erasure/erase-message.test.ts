import { expect, it } from 'vitest'
import { eraseMessage, metaItems } from './erase-message.ts'

const at = new Date('2026-03-01T12:00:00Z')
const shared = { id: 'msg_1', sessionId: 'ses_1', conversationId: 'cnv_1', createdAt: at, purgeAt: at }
const sent = {
  ...shared,
  direction: 'out',
  owner: 'acme',
  to: '+972546800360',
  content: JSON.stringify({
    type: 'template',
    template: {
      templateName: 'order_shipped',
      languageCode: 'en_US',
      templateParameters: [{ type: 'text', text: 'Dana' }],
    },
  }),
  contentType: 'template',
  templateName: 'order_shipped',
  metadata: { customer: 'Dana' },
  sending: 'accepted',
  wamid: 'wamid.HBgMOTcyNTQ2ODAwMzYw',
  error: { code: 'RECIPIENT_UNREACHABLE', message: 'Dana', meta: { details: 'Dana' } },
  search: ['dana'],
  somethingNew: 'Dana',
  progress: 140,
  timeline: [
    { source: 'waypost', at, status: 'queued', attempt: 0, note: 'Dana' },
    {
      source: 'meta',
      at,
      status: 'read',
      attempt: 1,
      wamid: 'wamid.x',
      raw: '{"recipient_id":"972546800360"}',
    },
  ],
}

it('leaves of a message that was sent when it was, what kind, and how it went', () => {
  expect(eraseMessage(sent, at)).toEqual({
    ...shared,
    direction: 'out',
    owner: 'acme',
    to: 'XX.ERASED',
    content: '{"type":"template","template":{"templateName":"order_shipped","languageCode":"en_US"}}',
    contentType: 'template',
    templateName: 'order_shipped',
    metadata: {},
    sending: 'accepted',
    error: { code: 'RECIPIENT_UNREACHABLE', message: 'WhatsApp cannot deliver to this recipient.' },
    progress: 140,
    timeline: [
      { source: 'waypost', at, status: 'queued', attempt: 0 },
      { source: 'meta', at, status: 'read', attempt: 1, wamid: '', raw: '{}' },
    ],
    erasedAt: at,
  })
})

it.each([
  ['queued', 'cancelled'],
  ['sending', 'cancelled'],
  ['errored', 'cancelled'],
  ['unknown', 'unknown'],
  ['held', 'cancelled'],
  ['accepted', 'accepted'],
  ['suppressed', 'suppressed'],
])('leaves one that was %s %s, without an alarm', (sending, then) => {
  expect(eraseMessage({ ...sent, sending, wakeAt: at }, at)).toMatchObject({ sending: then })
  expect(eraseMessage({ ...sent, sending, wakeAt: at }, at)).not.toHaveProperty('wakeAt')
})

const received = {
  ...shared,
  direction: 'in',
  from: '+972546800360',
  wamid: 'wamid.1',
  contentType: 'text',
  content: '{"body":"My secret"}',
  text: 'My secret',
  raw: '{"from":"972546800360"}',
  media: { metaId: '1' },
  changes: [{ kind: 'edit', at, wamid: 'wamid.2', raw: '{"edit":1}', content: '{"body":"x"}', text: 'x' }],
}

it('leaves of a message that came in that it came', () => {
  expect(eraseMessage(received, at)).toEqual({
    ...shared,
    direction: 'in',
    contentType: 'text',
    from: 'XX.ERASED',
    wamid: '',
    content: '{}',
    text: '',
    raw: '{}',
    changes: [{ kind: 'edit', at, wamid: '', raw: '{}', content: '{}', text: '' }],
    erasedAt: at,
  })
})

it('erased twice is erased once', () => {
  for (const message of [sent, received]) {
    const once = eraseMessage(message, at)
    expect(eraseMessage(once, at)).toEqual(once)
  }
})

it('finds the items of webhooks in a message', () => {
  expect(metaItems(sent)).toEqual([{ kind: 'status', raw: '{"recipient_id":"972546800360"}' }])
  expect(metaItems(received)).toEqual([
    { kind: 'message', raw: '{"from":"972546800360"}' },
    { kind: 'message', raw: '{"edit":1}' },
  ])
})

import { expect, it } from 'vitest'
import { webhookChange, type SessionWebhook, type WebhookFields } from './session-webhook.ts'

const current: SessionWebhook = { url: 'https://old.example', enabled: false, events: ['message.read'] }

it.each<[string, WebhookFields, SessionWebhook | null, SessionWebhook | null]>([
  ['nothing, when no field is given', {}, current, null],
  [
    'an enabled webhook for all events',
    { webhookUrl: 'https://new.example' },
    null,
    { url: 'https://new.example', enabled: true, events: ['*'] },
  ],
  [
    'the address alone',
    { webhookUrl: 'https://new.example' },
    current,
    { ...current, url: 'https://new.example' },
  ],
  ['the switch alone', { enableWebhook: true }, current, { ...current, enabled: true }],
  ['the events alone', { events: ['message.sent'] }, current, { ...current, events: ['message.sent'] }],
  [
    'a webhook that is off from the start',
    { webhookUrl: 'https://new.example', enableWebhook: false },
    null,
    { url: 'https://new.example', enabled: false, events: ['*'] },
  ],
])('sets of a webhook %s', (_name, fields, before, expected) => {
  expect(webhookChange(fields, before)).toEqual(expected)
})

it.each<[WebhookFields]>([[{ enableWebhook: false }], [{ events: ['*'] }]])(
  'refuses %j for a session that has no webhook',
  (fields) => {
    expect(() => webhookChange(fields, null)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
  },
)

import { expect, it } from 'vitest'
import type { Session } from './session.ts'
import { holdView, sessionDetails, sessionView } from './session-view.ts'
import type { SessionWebhook } from './session-webhook.ts'

const session: Session = {
  id: 'ses_1',
  name: 'Shop',
  channel: 'cloud',
  phoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  tokenSecret: 'SHOP_TOKEN',
  owners: ['user:ann'],
  isDefault: false,
}
const since = new Date('2026-03-01T12:00:00Z')
const hold = { code: 'UNAVAILABLE', reason: 'Meta restricted the account.', since } as const
const current: SessionWebhook = { url: 'https://old.example', enabled: false, events: ['message.read'] }

it('shows a session without empty ids, and with automation on unless it was turned off', () => {
  const paired = sessionView({ ...session, channel: 'web', phoneNumberId: '', wabaId: '' })
  expect(paired).not.toHaveProperty('phoneNumberId')
  expect(paired).not.toHaveProperty('wabaId')
  expect(paired).toMatchObject({ automation: true, hold: null })
  expect(sessionView({ ...session, automation: false }).automation).toBe(false)
})

it('shows why a session is on hold and since when, and no more of it', () => {
  expect(holdView({ hold: { ...hold, metaCode: 131031 } })).toEqual({ ...hold, since: since.toISOString() })
})

it('shows the webhook secret only in the answer that may', () => {
  expect(sessionDetails(session, current)).not.toHaveProperty('webhookSecret')
  expect(sessionDetails(session, current, 'whsec_1')).toMatchObject({
    webhookUrl: current.url,
    enableWebhook: false,
    events: current.events,
    webhookSecret: 'whsec_1',
  })
  expect(sessionDetails(session, null)).not.toHaveProperty('webhookUrl')
})

import { expect, it } from 'vitest'
import { sessionHealth, type PhoneNumberStatus } from './session-health.ts'
import type { Session } from './session.ts'

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

const healthOf = (of: Session, number: PhoneNumberStatus) =>
  sessionHealth(of, {
    clock: { now: () => since },
    fetchPhoneNumberStatus: () => Promise.resolve(number),
    inspectTokenOf: () => Promise.resolve(null),
    activity: () => Promise.resolve({ lastSendAt: since, lastWebhookAt: null }),
    countWaiting: () => Promise.resolve(3),
  })
const known = { state: 'known', number: { quality: 'GREEN' } } as const

it.each<[string, Session, PhoneNumberStatus, object]>([
  ['is ready', session, known, { state: 'ready', number: { quality: 'GREEN' } }],
  [
    'is on hold, though Meta knows the number',
    { ...session, hold },
    known,
    { state: 'held', reason: hold.reason },
  ],
  [
    'was refused by Meta',
    session,
    { state: 'refused', reason: 'No.' },
    { state: 'refused', reason: 'No.', number: null },
  ],
  [
    'cannot be judged without Meta',
    session,
    { state: 'unreachable', reason: 'Offline.' },
    { state: 'unknown', reason: 'Offline.' },
  ],
  [
    'needs a runner',
    { ...session, channel: 'web', hold },
    known,
    { state: 'unsupported', number: null, token: null },
  ],
])('tells that a session %s', async (_name, of, number, expected) => {
  expect(await healthOf(of, number)).toMatchObject({
    ...expected,
    waiting: 3,
    lastSendAt: since.toISOString(),
    lastWebhookAt: null,
  })
})

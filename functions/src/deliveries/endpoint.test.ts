import { expect, it } from 'vitest'
import { isSlow, isSubscribed, rotateSecrets, signingSecrets, type Endpoint } from './endpoint.ts'

const now = new Date('2026-01-01T12:00:00Z')
const secondsLater = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)

const endpoint: Pick<Endpoint, 'enabled' | 'events' | 'mode'> = {
  enabled: true,
  events: ['message.read', 'message.failed'],
}

it.each<[string, Partial<typeof endpoint>, 'live' | 'test', boolean]>([
  ['receives events that it lists', {}, 'live', true],
  ['receives no events that it does not list', { events: ['message.failed'] }, 'live', false],
  ['receives every event with *', { events: ['*'] }, 'live', true],
  ['receives nothing without a list', { events: [] }, 'live', false],
  ['receives nothing while it is disabled', { enabled: false }, 'live', false],
  [
    'receives nothing while it is disabled, not even with *',
    { enabled: false, events: ['*'] },
    'live',
    false,
  ],
  ['receives events of test messages as well when it is live', {}, 'test', true],
  ['receives events of test messages when it is for tests', { mode: 'test' }, 'test', true],
  [
    'receives no events of live messages when it is for tests',
    { mode: 'test', events: ['*'] },
    'live',
    false,
  ],
])('an endpoint %s', (_name, changed, mode, receives) => {
  expect(isSubscribed({ ...endpoint, ...changed }, { type: 'message.read', mode })).toBe(receives)
})

it.each([
  ['does not wait for slow ones when it never was slow', undefined, false],
  ['waits among the slow ones after a slow answer', now, true],
  ['still waits there just under ten minutes later', secondsLater(-599), true],
  ['is back among the others after ten minutes', secondsLater(-600), false],
])('an endpoint %s', (_name, slowAt, slow) => {
  expect(isSlow(slowAt ? { slowAt } : {}, now)).toBe(slow)
})

it('signs with the secret before until its overlap ends, and with the present one first', () => {
  const secrets = [{ secret: 'whsec_new' }, { secret: 'whsec_old', until: now }]
  expect(signingSecrets({ secrets }, secondsLater(-1))).toEqual(['whsec_new', 'whsec_old'])
  expect(signingSecrets({ secrets }, now)).toEqual(['whsec_new'])
})

it('does not let a secret sign any longer that was replaced twice', () => {
  const once = rotateSecrets({ secrets: [{ secret: 'whsec_1' }] }, 'whsec_2', secondsLater(60))
  const twice = rotateSecrets({ secrets: once }, 'whsec_3', secondsLater(90))
  expect(signingSecrets({ secrets: once }, now)).toEqual(['whsec_2', 'whsec_1'])
  expect(signingSecrets({ secrets: twice }, now)).toEqual(['whsec_3', 'whsec_2'])
})

it('replaces a secret at once when there is no overlap', () => {
  const secrets = rotateSecrets({ secrets: [{ secret: 'whsec_1' }] }, 'whsec_2', now)
  expect(signingSecrets({ secrets }, now)).toEqual(['whsec_2'])
})

it('gives an endpoint without a secret its first one', () => {
  expect(rotateSecrets({ secrets: [] }, 'whsec_1', now)).toEqual([{ secret: 'whsec_1' }])
})

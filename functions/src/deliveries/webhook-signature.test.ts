import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { signedHeaders } from './webhook-signature.ts'

const now = new Date()
const [old, present] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']

it('signs like the example of the specification', () => {
  const at = new Date(1614265330 * 1000)
  expect(
    signedHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', at }, [old]),
  ).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

it.each([
  ['the old secret', old],
  ['the new one', present],
])('is verified by %s while it rotates, whatever the body holds', (_, secret) => {
  const body = JSON.stringify({ type: 'message.received', data: { text: 'שלום 👋' } })
  const headers = signedHeaders({ id: 'dlv_1', body, at: now }, [present, old])
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
})

it('is not verified for another body or by another secret', () => {
  const headers = signedHeaders({ id: 'dlv_1', body: '{}', at: now }, [present])
  expect(() => new Webhook(present).verify('{"a":1}', headers)).toThrow()
  expect(() => new Webhook(old).verify('{}', headers)).toThrow()
})

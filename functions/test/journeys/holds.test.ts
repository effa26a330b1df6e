import type { ErrorAnswer } from '@waypost/contract'
import { beforeAll, expect, it } from 'vitest'
import { newApiKey, newSession } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'
import { hello, message, notify, numbers, reaches } from '../support/notify.ts'
import { changeToken, received, willMeet } from '../support/simulator.ts'
import { advance, sweep } from '../support/stack-clock.ts'

const number = numbers(30)

const holds = [
  ['the token is dead', '+14045550120', 'WHATSAPP_TOKEN_EXPIRED', 190],
  ['a permission is missing', '+14045550124', 'WHATSAPP_PERMISSION_MISSING', 10],
  ['the account is restricted', '+14045550130', 'ACCOUNT_RESTRICTED', 368],
  ['the account is locked', '+14045550131', 'ACCOUNT_RESTRICTED', 131031],
  ['the billing is not set up', '+14045550132', 'BILLING_REQUIRED', 131042],
  ['the number is not registered', '+14045550134', 'WHATSAPP_NUMBER_NOT_REGISTERED', 133010],
  ['the number is gone', '+14045550137', 'WHATSAPP_NUMBER_UNKNOWN', 33],
  ['Meta sees spam', '+14045550115', 'SPAM_RESTRICTED', 131048],
] as const

const sessionFor = (code: number): string => `ses_hold_${String(code)}`
/** Every instance has forgotten by then what it knew of sessions. */
const FORGOTTEN_SECONDS = 31

beforeAll(async () => {
  await Promise.all([...holds.map(([, , , meta]) => meta), 1, 2].map((code) => newSession(sessionFor(code))))
  await advance(FORGOTTEN_SECONDS)
})

it.each(holds)('holds a session back when %s, and its messages with it', async (_, to, reason, meta) => {
  const session = sessionFor(meta)
  const first = await notify({ ...hello(to), session })
  expect(first.status).toBe(202)
  expect(first.body).toMatchObject({ status: 'held', code: reason, session })
  await advance(FORGOTTEN_SECONDS)
  const innocent = number()
  const second = await notify({ ...hello(innocent), session })
  expect(second.status).toBe(202)
  expect(second.body).toMatchObject({ status: 'held', code: reason })
  expect((await received(innocent)).attempts).toEqual([])
  expect((await message(first.body.id)).error).toMatchObject({ code: reason, meta: { code: meta } })
})

it('sends nothing more after the reason was reported, not even at once', async () => {
  const session = sessionFor(2)
  await notify({ ...hello('+14045550120'), session })
  const innocent = number()
  const { body } = await notify({ ...hello(innocent), session })
  expect(body).toMatchObject({ status: 'held', code: 'WHATSAPP_TOKEN_EXPIRED' })
  expect((await received(innocent)).attempts).toEqual([])
})

it('sends what was held once the session is resumed, and not while Meta still refuses', async () => {
  const session = sessionFor(1)
  const to = number()
  await willMeet(to, { refuse: { code: 190, subcode: 463 } })
  const { body } = await notify({ ...hello(to), session })
  expect(body.status).toBe('held')
  await changeToken('kill')
  try {
    const early = await callApi<ErrorAnswer>(`/v1/sessions/${session}/resume`, { method: 'POST', body: {} })
    expect(early.status).toBe(500)
    expect(early.body.error).toBe('WHATSAPP_TOKEN_EXPIRED')
  } finally {
    await changeToken('revive')
  }
  const resumed = await callApi(`/v1/sessions/${session}/resume`, { method: 'POST', body: {} })
  expect(resumed.status).toBe(200)
  expect(resumed.body).toMatchObject({ id: session, resumed: true, woken: 1 })
  await advance(40)
  await sweep()
  await reaches(body.id, 'read')
})

it('lets only operators resume a session', async () => {
  const { status, body } = await callApi<ErrorAnswer>(`/v1/sessions/${sessionFor(368)}/resume`, {
    method: 'POST',
    as: await newApiKey({ scopes: ['sessions'] }),
    body: {},
  })
  expect(status).toBe(403)
  expect(body.error).toBe('FORBIDDEN')
})

import { expect, it } from 'vitest'
import { hello, message, notify, numbers, reaches, sent, story } from '../support/notify.ts'
import { received } from '../support/simulator.ts'
import { advancePast, settled, stackTime, sweep } from '../support/stack-clock.ts'

const number = numbers(26)
const inSeconds = async (seconds: number): Promise<string> =>
  new Date((await stackTime()).getTime() + seconds * 1000).toISOString()

it('takes a message of a caller who does not wait, and sends it by itself', async () => {
  const to = number()
  const { status, body } = await notify(hello(to), { headers: { prefer: 'respond-async' } })
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'queued', recipient: to })
  expect(body).not.toHaveProperty('messageId')
  expect(body).not.toHaveProperty('sendAt')
  expect(story(await reaches(body.id, 'read'))).toEqual([
    'queued',
    'sending',
    'accepted',
    'sent',
    'delivered',
    'read',
  ])
  expect((await received(to)).attempts).toHaveLength(1)
})

it('sends at the time asked for, and not before', async () => {
  const to = number()
  const sendAt = await inSeconds(60)
  const { status, body } = await notify({ ...hello(to), sendAt })
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'queued', sendAt })
  await sweep()
  expect((await message(body.id)).status).toBe('queued')
  await advancePast(sendAt)
  await sweep()
  await reaches(body.id, 'read')
  expect((await received(to)).attempts).toHaveLength(1)
})

it('sends once, however often the schedule fires', async () => {
  const to = number()
  const sendAt = await inSeconds(30)
  const { id } = await sent({ ...hello(to), sendAt })
  await advancePast(sendAt)
  await Promise.all([sweep(), sweep(), sweep()])
  await reaches(id, 'read')
  expect((await received(to)).attempts).toHaveLength(1)
})

it('sends at once what should have been sent already', async () => {
  const { status, body } = await notify({ ...hello(number()), sendAt: await inSeconds(-60) })
  expect(status).toBe(200)
  expect(body.status).toBe('accepted')
})

it('does not send what is no longer worth it', async () => {
  const to = number()
  const [sendAt, notAfter] = [await inSeconds(10), await inSeconds(20)]
  const { id } = await sent({ ...hello(to), sendAt, notAfter })
  await advancePast(notAfter)
  await sweep()
  expect(await message(id)).toMatchObject({ status: 'expired', error: { code: 'MESSAGE_EXPIRED' } })
  await settled()
  expect((await received(to)).attempts).toEqual([])
})

it('answers the repeat of a queued request with where the message is by now', async () => {
  const to = number()
  const headers = { 'idempotency-key': 'later', prefer: 'respond-async' }
  const first = await notify(hello(to), { headers })
  await reaches(first.body.id, 'read')
  const again = await notify(hello(to), { headers })
  expect(again.status).toBe(200)
  expect(again.body).toMatchObject({ id: first.body.id, messageId: expect.any(String) as string })
  expect(again.headers.get('idempotency-replayed')).toBe('true')
})

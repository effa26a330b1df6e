import type { OutgoingMessage } from '@waypost/contract'
import { expect, it } from 'vitest'
import { hello, message, notify, numbers, reaches, sent, story } from '../support/notify.ts'
import { received, willMeet } from '../support/simulator.ts'
import { advance, advancePast, settled, stackTime, sweep } from '../support/stack-clock.ts'

const number = numbers(27)

/** Lets the time of the next try come, and the schedule fire. */
async function nextTry(id: string): Promise<OutgoingMessage> {
  await advancePast((await message(id)).retryAt)
  await sweep()
  return message(id)
}

it('sends again after 131016, and succeeds at the second attempt by the schedule', async () => {
  const to = '+14045550102'
  const { status, body } = await notify(hello(to))
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'errored', code: 'UPSTREAM_FAILED' })
  await sweep()
  expect((await message(body.id)).attempts).toBe(1)
  await advancePast(body.retryAt)
  await sweep()
  const read = await reaches(body.id, 'read')
  expect(read.attempts).toBe(2)
  expect(read).not.toHaveProperty('error')
  expect(story(read)).toEqual([
    'queued',
    'sending',
    'errored',
    'sending',
    'accepted',
    'sent',
    'delivered',
    'read',
  ])
  const { attempts, messages } = await received(to)
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'accepted'])
  expect(messages).toHaveLength(1)
})

it('waits longer each time for a person who got too many', async () => {
  const { id } = await sent(hello('+14045550114'))
  const waits: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { timeline = [], retryAt = '' } = await message(id)
    waits.push((Date.parse(retryAt) - Date.parse(timeline.at(-1)?.at ?? '')) / 1000)
    await nextTry(id)
  }
  expect(waits[0]).toBeGreaterThanOrEqual(1)
  expect(waits[1]).toBeGreaterThanOrEqual(4)
  expect(waits[2]).toBeGreaterThanOrEqual(16)
  expect((await reaches(id, 'read')).attempts).toBe(4)
})

it('honours Retry-After', async () => {
  const to = number()
  await willMeet(to, { refuse: { code: 130429, httpStatus: 429, retryAfterSeconds: 45 } })
  const { body } = await notify(hello(to))
  const { createdAt } = await message(body.id)
  expect(Date.parse(body.retryAt ?? '') - Date.parse(createdAt)).toBeGreaterThanOrEqual(45_000)
  await nextTry(body.id)
  await reaches(body.id, 'read')
})

it('keeps trying while Meta is unavailable, longer than other failures allow', async () => {
  const to = '+14045550104'
  const { id } = await sent(hello(to))
  for (let attempt = 2; attempt <= 7; attempt++)
    expect((await nextTry(id)).attempts, `attempt ${String(attempt)}`).toBe(attempt)
  expect(await message(id)).toMatchObject({ status: 'errored', error: { code: 'UPSTREAM_FAILED' } })
})

it('lets a refusal stand when the next try would come too late', async () => {
  const notAfter = new Date((await stackTime()).getTime() + 60_000).toISOString()
  const to = number()
  await willMeet(to, { refuse: { code: 4, regainAccessMinutes: 5 } })
  const { status, body } = await notify({ ...hello(to), notAfter })
  expect(status).toBe(429)
  expect(body).toMatchObject({
    error: 'GRAPH_RATE_LIMITED',
    message: expect.stringContaining(notAfter) as string,
  })
  expect((await message(body.id)).retryAt).toBeUndefined()
})

it('settles a lost answer by the status that follows, and sends nothing twice', async () => {
  const to = '+15025550101'
  const { status, body } = await notify(hello(to))
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: expect.stringMatching(/unknown|sent|delivered|read/) as string })
  const read = await reaches(body.id, 'read')
  expect(story(read)).toContain('unknown')
  await advance(121)
  await sweep()
  await settled()
  const settledMessage = await message(body.id)
  expect(settledMessage).toMatchObject({ status: 'read', attempts: 1 })
  expect(settledMessage.messageId).toMatch(/^wamid\./)
  expect((await received(to)).messages).toHaveLength(1)
})

it('sends again when an answer was lost and no status arrived', async () => {
  const to = '+15025550110'
  const { body } = await notify({ ...hello(to), ifUnknown: 'resend' })
  expect(body).toMatchObject({ status: 'unknown', code: 'OUTCOME_UNKNOWN' })
  await sweep()
  expect((await message(body.id)).attempts).toBe(1)
  await advance(121)
  await sweep()
  expect((await reaches(body.id, 'read')).attempts).toBe(2)
  expect((await received(to)).messages).toHaveLength(1)
})

it('ends as unknown, and does not double, by default', async () => {
  const to = '+15025550102'
  const { body } = await notify(hello(to))
  expect(body.status).toBe('unknown')
  await advance(121)
  await sweep()
  expect(await message(body.id)).toMatchObject({
    status: 'unknown',
    attempts: 1,
    error: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('ifUnknown') as string },
  })
  expect((await received(to)).attempts).toHaveLength(1)
})

it('retries a failure that Meta reports later', async () => {
  const to = '+12025550130'
  const { id, status } = await sent(hello(to))
  expect(status).toBe('accepted')
  await reaches(id, 'errored')
  await nextTry(id)
  const read = await reaches(id, 'read')
  expect(read.attempts).toBe(2)
  expect((await received(to)).messages).toHaveLength(2)
})

it('fails for good when Meta reports later that the number has no account', async () => {
  const { id } = await sent(hello('+12025550111'))
  const failed = await reaches(id, 'failed')
  expect(failed.error).toMatchObject({ code: 'RECIPIENT_UNREACHABLE', meta: { code: 131026 } })
  expect(story(failed).filter((status) => status === 'failed')).toHaveLength(2)
})

it('believes a delivery that follows a failure, and says so', async () => {
  const { id } = await sent(hello('+12025550107'))
  const delivered = await reaches(id, 'delivered')
  expect(delivered.reason).toContain('after a failure')
})

it('takes one report of a failure as seriously as three', async () => {
  const { id } = await sent(hello('+12025550140'))
  const failed = await reaches(id, 'failed')
  await settled()
  expect(await message(id)).toMatchObject({ status: 'failed', attempts: failed.attempts })
})

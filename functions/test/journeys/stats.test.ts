import type { ErrorAnswer, StatsAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi, stack } from '../support/stack-api.ts'
import { hello, numbers, reaches, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { stackTime } from '../support/stack-clock.ts'

const number = numbers(62)

it('tells how many messages were sent, what became of them and what Meta charges', async () => {
  const { id } = await sent(hello(number()))
  await reaches(id, 'read')
  const today = (await stackTime()).toISOString().slice(0, 10)
  const { status, body } = await callApi<StatsAnswer>('/v1/stats?groupBy=template,category')
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({ until: today, provisional: expect.arrayContaining([today]) as string[] })
  const row = body.data.find(({ template, category }) => template === 'hello_world' && category === 'utility')
  expect(row?.outbound).toBeGreaterThanOrEqual(1)
  expect(row?.statuses.read).toBeGreaterThanOrEqual(1)
  expect(row?.pricing).toContainEqual({
    category: 'utility',
    type: 'regular',
    billable: true,
    count: expect.any(Number) as number,
  })
})

it('hides counts of other owners', async () => {
  const { body } = await callApi<StatsAnswer>('/v1/stats?mode=test', { as: await idTokenOf('plain') })
  expect(body.total).toEqual({ outbound: 0, inbound: 0, statuses: {}, pricing: [] })
})

it('refuses a range that ends before it begins', async () => {
  const answer = await callApi<ErrorAnswer>('/v1/stats?since=2027-02-01&until=2027-01-31')
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'INVALID_REQUEST', fields: [{ path: '/since' }] },
  })
})

it.each(['countStats', 'purgeMedia'])('runs %s when its hour comes', async (schedule) => {
  const answer = await fetch(`${stack.clockUrl}/fire/${schedule}`, { method: 'POST' })
  expect(await answer.json()).toMatchObject({ status: 200 })
})

import { expect, it } from 'vitest'
import { startTestSimulator, wamidOf } from './support/test-simulator.ts'

const LIMIT = 20

it('holds no more messages, attempts, requests and webhooks than its limit, and counts all of them', async () => {
  const play = await startTestSimulator({ logLimit: LIMIT })
  const { control, send, simulator } = play
  const message = (n: number) => ({
    to: `+9725468${String(10_000 + n)}`,
    type: 'text',
    text: { body: 'Hello' },
  })
  const wamids: string[] = []
  for (let n = 0; n < 3 * LIMIT; n++) wamids.push(wamidOf(await send(message(n))))
  await simulator.webhooksIdle()
  const { json } = await control('GET', '/webhooks')
  const lengths = [
    simulator.received(),
    simulator.attempts(),
    simulator.requests(),
    json['webhooks'] as object[],
  ]
  for (const { length } of lengths) {
    expect(length).toBeLessThanOrEqual(LIMIT)
    expect(length).toBeGreaterThanOrEqual(LIMIT - LIMIT / 10)
  }
  expect(simulator.received().at(-1)?.wamid).toBe(wamids.at(-1))
  expect((await control('GET', '/state')).json['counts']).toEqual({
    received: 3 * LIMIT,
    attempts: 3 * LIMIT,
    requests: 3 * LIMIT,
  })
  // Statuses of dropped messages were posted all the same.
  expect(new Set(play.statuses().map(({ id }) => id))).toEqual(new Set(wamids))
})

it('forgets a dropped message under both of its ids', async () => {
  const { graph, send, simulator } = await startTestSimulator({ logLimit: 2 })
  const sent: string[] = []
  for (let n = 0; n < 6; n++)
    sent.push(wamidOf(await send({ to: `+97254680010${n}`, type: 'text', text: { body: 'Hello' } })))
  await simulator.webhooksIdle()
  const phone = simulator.received()[0]?.phoneNumberId ?? ''
  const historyOf = async (wamid = '') =>
    (await graph('GET', `/${phone}/message_history?message_id=${encodeURIComponent(wamid)}`)).json.data
  expect(await historyOf(sent[0])).toEqual([])
  expect(await historyOf(sent.at(-1))).toHaveLength(1)
})

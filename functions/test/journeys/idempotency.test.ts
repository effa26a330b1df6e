import { expect, it } from 'vitest'
import { newApiKey } from '../support/database.ts'
import { example, hello, notify, numbers } from '../support/notify.ts'
import { received } from '../support/simulator.ts'

const number = numbers(25)
const keyed = (key: string, as?: string) => ({
  headers: { 'idempotency-key': key },
  ...(as !== undefined && { as }),
})

it('answers a repeat as the first time, and sends nothing more', async () => {
  const to = number()
  const first = await notify({ ...example, phoneNumber: to }, keyed('repeat'))
  const again = await notify({ ...example, phoneNumber: to }, keyed('repeat'))
  expect(first.status).toBe(200)
  expect(first.headers.has('idempotency-replayed')).toBe(false)
  expect(again.status).toBe(200)
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect((await received(to)).attempts).toHaveLength(1)
})

it('does not mind the order of fields', async () => {
  const to = number()
  const first = await notify(hello(to), keyed('same words'))
  const { phoneNumber: _, ...rest } = hello(to)
  const again = await notify({ ...rest, phoneNumber: to }, keyed('same words'))
  expect(again.body).toEqual(first.body)
})

it('makes one message of fifty simultaneous requests', async () => {
  const to = number()
  const answers = await Promise.all(Array.from({ length: 50 }, () => notify(hello(to), keyed('fifty'))))
  expect((await received(to)).attempts).toHaveLength(1)
  for (const { status, headers, body } of answers) {
    expect(status, JSON.stringify(body)).toBeOneOf([200, 202])
    if (status === 202) {
      expect(body).toMatchObject({ status: 'sending', replayed: true })
      expect(headers.get('idempotency-replayed')).toBe('true')
    }
  }
  const firsts = answers.filter(
    ({ status, headers }) => status === 200 && !headers.has('idempotency-replayed'),
  )
  expect(firsts).toHaveLength(1)
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  const later = await notify(hello(to), keyed('fifty'))
  expect(later.body).toEqual(firsts[0]?.body)
})

it('refuses the key for another request', async () => {
  const to = number()
  const first = await notify(hello(to), keyed('reused'))
  for (const other of [
    hello(number()),
    { ...hello(to), metadata: { orderId: '1' } },
    { ...example, phoneNumber: to },
  ]) {
    const { status, body } = await notify(other, keyed('reused'))
    expect(status).toBe(422)
    expect(body).toMatchObject({ error: 'IDEMPOTENCY_KEY_REUSED', id: first.body.id })
  }
  expect((await received(to)).attempts).toHaveLength(1)
})

it('repeats a refusal too', async () => {
  const first = await notify(hello('+14045550140'), keyed('refused'))
  const again = await notify(hello('+14045550140'), keyed('refused'))
  expect(first.status).toBe(502)
  const { requestId: _first, ...said } = first.body
  const { requestId: _again, ...repeated } = again.body
  expect(repeated).toEqual(said)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
})

it('keeps the keys of different owners apart', async () => {
  const [mine, theirs] = await Promise.all([newApiKey({ owner: 'mine' }), newApiKey({ owner: 'theirs' })])
  const to = number()
  const first = await notify(hello(to), keyed('shared', mine))
  const second = await notify(hello(to), keyed('shared', theirs))
  expect(second.status).toBe(200)
  expect(second.body.id).not.toBe(first.body.id)
  expect((await received(to)).attempts).toHaveLength(2)
})

it.each([['k'.repeat(256)], ['schlüssel']])('refuses %s as a key', async (key) => {
  const { status, body } = await notify(hello(number()), keyed(key))
  expect(status).toBe(400)
  expect(body.error).toBe('IDEMPOTENCY_KEY_INVALID')
})

it('takes a key of 255 characters', async () => {
  expect((await notify(hello(number()), keyed('k'.repeat(255)))).status).toBe(200)
})

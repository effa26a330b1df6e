import { expect, it } from 'vitest'
import { willFail } from '../support/database.ts'
import { hello, message, notify, numbers, reaches } from '../support/notify.ts'
import { received } from '../support/simulator.ts'
import { advance, sweep } from '../support/stack-clock.ts'

const number = numbers(31)
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })

it('sends nothing that it could not keep, and sends it when it is asked again', async () => {
  const to = number()
  await willFail({ rpc: 'Commit', code: 'INTERNAL', collection: 'messages' })
  const failed = await notify(hello(to), keyed('not kept'))
  expect(failed.status).toBe(500)
  expect(failed.body).toMatchObject({ error: 'INTERNAL', retry: 'later' })
  expect(JSON.stringify(failed.body)).not.toContain('Commit')
  expect((await received(to)).attempts).toEqual([])
  const again = await notify(hello(to), keyed('not kept'))
  expect(again.status).toBe(200)
  await reaches(again.body.id, 'read')
  expect((await received(to)).messages).toHaveLength(1)
})

it('sends once what was kept although the answer of the store got lost', async () => {
  const to = number()
  const input = { ...hello(to), ifUnknown: 'resend' }
  await willFail({ rpc: 'Commit', code: 'INTERNAL', collection: 'messages', stage: 'after' })
  expect((await notify(input, keyed('kept'))).status).toBe(500)
  const early = await notify(input, keyed('kept'))
  expect(early.status).toBe(202)
  expect(early.body).toMatchObject({ status: 'sending', replayed: true })
  const id = early.body.id
  await advance(61)
  await sweep()
  expect((await message(id)).status).toBe('unknown')
  await advance(121)
  await sweep()
  await reaches(id, 'read')
  expect((await received(to)).messages).toHaveLength(1)
  const later = await notify(input, keyed('kept'))
  expect(later.status).toBe(200)
  expect(later.headers.get('idempotency-replayed')).toBe('true')
})

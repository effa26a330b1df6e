import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { newApiKey, willFail } from '../support/database.ts'
import { callApi, stack } from '../support/stack-api.ts'
import { leaksIn, planted, secretsOf } from '../support/log-leaks.ts'
import { hello, notify, numbers, reaches, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { writes } from '../support/simulator.ts'

/**
 * What goes wrong is logged in words that somebody else wrote: of Firestore, of Meta, of a caller. The whole log of the
 * run is looked through when it ends (`support/stack.ts`); here is made sure that there is something in it.
 */
const number = numbers(38)
const { words, fromContact, code } = planted

it('logs an error of Firestore that names a number and a key', async () => {
  const key = await newApiKey({ owner: 'redaction' })
  await willFail({ rpc: 'Commit', code: 'INTERNAL', collection: 'messages' })
  const { status } = await notify(hello(number()), { as: key })
  expect(status).toBeGreaterThanOrEqual(500)
})

it('sends, fails and refuses with secrets at hand', async () => {
  const key = await newApiKey({ owner: 'redaction', scopes: ['send', 'read'] })
  const token = await idTokenOf('operator')
  const to = number()
  const accepted = await sent({ ...hello(to), metadata: { note: words } }, { as: key })
  const failed = await sent(hello('+12025550111'), { as: key })
  await reaches(failed.id, 'failed', key)
  const listed = await callApi(`/v1/messages?to=${encodeURIComponent(to)}`, { as: token })
  await callApi('/v1/sendText', { method: 'POST', as: key, body: { to, text: words } })
  await notify({ ...hello(to), oneTimeCode: code }, { as: key })
  const wrongKey = await notify(hello(to), { as: `${key.slice(0, -1)}!` })
  const wrongToken = await notify(hello(to), { as: token.slice(0, -3) })
  expect(accepted.status).toBe('accepted')
  expect([listed, wrongKey, wrongToken].map(({ status }) => status)).toEqual([200, 401, 401])
  await writes(to.slice(1), fromContact)
})

it('finds nothing of it in the log, and would find it', () => {
  const known = secretsOf(stack)
  const log = readFileSync(new URL('../../../.local/journeys.log', import.meta.url), 'utf8')
  expect(log).toContain('message.accepted')
  expect(leaksIn(log, known)).toEqual([])
  const wamid = `wamid.${Buffer.from('..972546800360..').toString('base64')}`
  for (const leak of [stack.appSecret, stack.apiKey, `to +972546800360`, `"972546800360"`, wamid, code])
    expect(leaksIn(`12:00:00 said ${leak} aloud`, known)).not.toEqual([])
  for (const fine of [stack.wabaId, '…0360', 'msg_01h455vb4pex5vsknk084sn02q', '2026-03-01T12:00:00.000Z'])
    expect(leaksIn(`12:00:00 said ${fine} aloud`, known)).toEqual([])
})

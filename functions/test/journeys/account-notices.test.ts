import type { SendAnswer } from '@waypost/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newSession, onDatabase, willFail } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'
import { newsOf } from '../support/meta-webhooks.ts'
import { numbers, reaches } from '../support/notify.ts'
import { post } from '../support/post-webhook.ts'
import { received, writes } from '../support/simulator.ts'
import { advance, settled, stackTime, sweep } from '../support/stack-clock.ts'

const number = numbers(47)
const wabaId = '555000111222333'
const session = 'ses_restricted'
/** Every instance has forgotten by then what it knew of sessions. */
const FORGOTTEN_SECONDS = 31

beforeAll(async () => {
  await newSession(session, { wabaId })
  await advance(FORGOTTEN_SECONDS)
})

// Meta's simulator does not know the account: left behind, it would fail the sync of all templates.
afterAll(() => onDatabase((db) => db.collection('sessions').doc(session).delete()))

async function receiveNotice(value: object): Promise<void> {
  const seconds = Math.floor((await stackTime()).getTime() / 1000)
  expect((await post(newsOf(wabaId, 'account_update', value, seconds))).status).toBe(200)
  await settled()
}

/** The hold as it is stored, whatever an instance remembers. */
const holdOf = (id: string): Promise<unknown> =>
  onDatabase(async (db) => (await db.collection('sessions').doc(id).get()).get('hold') as unknown)

it('holds what is sent while Meta restricts the account, and sends it when Meta lifts that', async () => {
  const to = number()
  await writes(to, 'Hello')
  await receiveNotice({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }],
  })
  expect(await holdOf(session)).toMatchObject({ code: 'ACCOUNT_RESTRICTED' })
  await advance(FORGOTTEN_SECONDS)
  const { status, body } = await callApi<SendAnswer>('/v1/sendText', {
    method: 'POST',
    body: { session, to, text: 'Are you there?' },
  })
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'held', code: 'ACCOUNT_RESTRICTED' })
  expect((await received(to)).attempts).toEqual([])
  await receiveNotice({ event: 'ACCOUNT_RESTRICTION', restriction_info: [] })
  await advance(40)
  await sweep()
  await reaches(body.id, 'read')
  expect((await received(to)).messages).toHaveLength(1)
})

it('deals with news once more when something failed the first time', async () => {
  await willFail({ rpc: 'Commit', code: 'PERMISSION_DENIED', collection: 'alerts', times: 2 })
  await receiveNotice({ event: 'VERIFIED_ACCOUNT' })
  const items = await onDatabase(async (db) =>
    (await db.collection('inbox').where('wabaId', '==', wabaId).get()).docs.map((document) =>
      document.data(),
    ),
  )
  expect(items.filter(({ attempts }) => attempts === 2)).toMatchObject([
    { state: 'done', because: 'Meta verified the account.' },
  ])
})

import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { post, statusItem, webhook } from '../support/post-webhook.ts'
import { hello, message, reaches, sent } from '../support/notify.ts'
import { writes } from '../support/simulator.ts'
import { operations, settled } from '../support/stack-clock.ts'

/** Accepted, and Meta never says anything more by itself. */
const SILENT = '+12025550100'
const silent = () => sent(hello(SILENT))

beforeAll(settled)

/** Documents of `inbox` whose item holds a word. */
const inboxWith = (word: string) =>
  onDatabase(async (db) =>
    (await db.collection('inbox').get()).docs
      .map((document) => document.data())
      .filter((data) => String(data['item']).includes(word)),
  )

/** The bytes of a quarantined webhook, put together again. */
const quarantined = (body: string) =>
  onDatabase(async (db) => {
    const hash = createHash('sha256').update(body).digest('hex')
    const first = await db.collection('rawWebhooks').doc(hash).get()
    if (!first.exists) return null
    const rest = await first.ref.collection('pieces').get()
    const pieces = [first, ...rest.docs.toSorted((a, b) => Number(a.id) - Number(b.id))]
    const gzip = Buffer.concat(pieces.map((piece) => piece.get('gzip') as Buffer))
    return { text: gunzipSync(gzip).toString(), reasons: first.get('reasons') as string[] }
  })

it('keeps a thousand items of one post with one write call, and loses none', async () => {
  const own = await Promise.all(Array.from({ length: 10 }, silent))
  const statuses = own.flatMap((one) =>
    Array.from({ length: 100 }, (_, i) =>
      statusItem(one, i === 99 ? 'read' : 'delivered', { timestamp: String(1772366400 + i) }),
    ),
  )
  const before = await operations()
  expect((await post(webhook({ statuses }))).status).toBe(200)
  const after = await operations()
  expect((after.firestore.rpcs['BatchWrite'] ?? 0) - (before.firestore.rpcs['BatchWrite'] ?? 0)).toBe(1)
  for (const { id } of own) {
    const view = await message(id)
    expect(view.status).toBe('read')
    expect(view.timeline?.filter(({ source }) => source === 'meta')).toHaveLength(100)
  }
})

it('does not let items of unknown messages sink the others', async () => {
  const own = await silent()
  const gone = { id: `msg_${'0'.repeat(26)}`, messageId: 'wamid.gone' }
  const foreign = { id: 'wamid.foreign', status: 'sent', timestamp: '1772366400', recipient_id: '1650' }
  const body = webhook({ statuses: [statusItem(gone, 'delivered'), statusItem(own, 'delivered'), foreign] })
  expect((await post(body)).status).toBe(200)
  await reaches(own.id, 'delivered')
  await settled()
  expect(await inboxWith('wamid.gone')).toHaveLength(1)
  expect(await inboxWith('wamid.foreign')).toMatchObject([{ kind: 'status', state: 'kept' }])
})

it('takes the same status from many posts once', async () => {
  const own = await silent()
  const item = statusItem(own, 'delivered')
  const bodies = Array.from({ length: 5 }, (_, i) =>
    webhook({ statuses: [item], contacts: [{ profile: { name: `post ${String(i)}` } }] }),
  )
  const answers = await Promise.all(bodies.map((body) => post(body)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const { timeline = [] } = await reaches(own.id, 'delivered')
  expect(timeline.filter(({ source }) => source === 'meta')).toHaveLength(1)
})

it('reads every change of every entry, and fields and words it does not know', async () => {
  const [first, second] = [await silent(), await silent()]
  const body = {
    object: 'whatsapp_business_account',
    surprise: { deeply: ['nested'] },
    entry: [
      ...webhook(
        { statuses: [statusItem(first, 'delivered', { new_field: { a: [1] }, timestamp: 1772366400 })] },
        { surprises: [1], statuses: [statusItem(second, 'warmed_up')] },
      ).entry,
      { id: 7, time: 1772366400, changes: [{ field: 'brand_new_field', value: { word: 'unheard-of' } }] },
    ],
  }
  expect((await post(body)).status).toBe(200)
  await reaches(first.id, 'delivered')
  const view = await message(second.id)
  expect(view.status).toBe('accepted')
  expect(view.timeline?.map(({ status }) => status)).toContain('warmed_up')
  expect(await inboxWith('unheard-of')).toMatchObject([{ kind: 'change', field: 'brand_new_field' }])
})

it.each<[string, unknown]>([
  ['an object of another product', { object: 'page', entry: [] }],
  ['no entries', { object: 'whatsapp_business_account' }],
  ['entries that are none', { object: 'whatsapp_business_account', entry: [null, 7, { changes: 'x' }] }],
  ['a list', [1, 2, 3]],
])('keeps the bytes of %s, which it cannot read', async (_, body) => {
  expect((await post(body)).status).toBe(200)
  const kept = await quarantined(JSON.stringify(body))
  expect(kept?.text).toBe(JSON.stringify(body))
  expect(kept?.reasons.length).toBeGreaterThan(0)
})

it('keeps a body of three megabytes whole, with what it says of our messages', async () => {
  const own = await silent()
  // Digits that do not compress, so that the bytes need several documents.
  const noise = Array.from({ length: 46_000 }, (_, i) =>
    createHash('sha256').update(String(i)).digest('hex'),
  ).join('')
  const body = JSON.stringify(webhook({ statuses: [statusItem(own, 'read')] }, { noise }))
  expect(body.length).toBeGreaterThan(2.8 * 1024 * 1024)
  expect(body.length).toBeLessThan(3 * 1024 * 1024)
  expect((await post(body)).status).toBe(200)
  await reaches(own.id, 'read')
  expect((await quarantined(body))?.text === body).toBe(true)
})

it('refuses more than three megabytes, which Meta never sends', async () => {
  const { status, text } = await post({ object: 'x', noise: 'x'.repeat(3 * 1024 * 1024) })
  expect(status).toBe(413)
  expect(text).toContain('3 MB')
})

it('keeps what a person writes', async () => {
  const { wamid } = await writes('+972546800399', 'When do you close?')
  await settled()
  expect(await inboxWith(wamid)).toMatchObject([{ kind: 'message', field: 'messages' }])
})

it('comes to the same end whatever order Meta’s statuses come in', async () => {
  const orders = [
    ['sent', 'delivered', 'read'],
    ['read', 'delivered', 'sent'],
    ['delivered', 'sent', 'read', 'sent', 'delivered'],
  ]
  for (const order of orders) {
    const own = await silent()
    await Promise.all(order.map((status) => post(webhook({ statuses: [statusItem(own, status)] }))))
    const { timeline = [] } = await reaches(own.id, 'read')
    expect(timeline.map(({ status }) => status)).toEqual([
      'queued',
      'sending',
      'accepted',
      'sent',
      'delivered',
      'read',
    ])
  }
})

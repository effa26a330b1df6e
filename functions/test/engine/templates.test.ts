import { isWaypostError, PreviewTemplateRequest, type TemplateContent } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import type { RouteRequest } from '../../src/http/route.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { sendMessage, type SendResult } from '../../src/send/send-message.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import { syncAll, onTemplatesChanged } from '../../src/templates/sync-all.ts'
import {
  listTemplatesRoute,
  previewTemplateRoute,
  syncTemplatesRoute,
  type TemplateRouteNeeds,
} from '../../src/templates/templates.http.ts'
import { firestoreTemplates } from '../../src/templates/template-store.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

const TO = '+972546800360'
const operator: Caller = { kind: 'user', uid: 'olga', role: 'operator' }
const plain: Caller = { kind: 'user', uid: 'paul', role: 'plain' }

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.graph.reset()
  // What was remembered before is older than that.
  rig.clock.advance(600)
})

const body = (...texts: string[]): Partial<TemplateContent> => ({
  templateParameters: texts.map((text) => ({ type: 'text', text })),
})

async function send(
  templateName: string,
  fill: Partial<TemplateContent> = {},
  more: { options?: SendOptions; key?: string; wait?: boolean } = {},
): Promise<SendResult> {
  const sent = await sendMessage(
    {
      caller: operator,
      to: TO,
      toField: '/phoneNumber',
      content: { type: 'template', template: { templateName, languageCode: 'en_US', ...fill } },
      options: more.options ?? {},
      wait: more.wait ?? true,
      idempotencyKey: more.key,
    },
    rig.needs,
  )
  if (sent.kind === 'dry-run') throw new Error('It was sent as a dry run.')
  return sent
}

/** The error of a send that is refused. */
const refusalOf = async (sending: Promise<unknown>) => {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isWaypostError(error)) throw new Error(`It was not refused: ${String(error)}`)
  return error
}

const lists = (): number =>
  rig.graph.requests().filter(({ path }) => path.includes('message_templates')).length

async function control(path: string, change: object): Promise<void> {
  const response = await fetch(`${rig.graph.url}/_simulator/${path}`, {
    method: 'POST',
    body: JSON.stringify(change),
  })
  if (!response.ok) throw new Error(await response.text())
}
const change = (name: string, what: object): Promise<void> => control('templates', { name, ...what })

it('refuses a wrong send by itself: Meta is not asked, and nothing is kept', async () => {
  const before = (await rig.db.collection('messages').count().get()).data().count
  const refusal = await refusalOf(send('order_shipped', body('1042')))
  expect(refusal).toMatchObject({
    code: 'TEMPLATE_PARAMETERS_MISMATCH',
    message: 'body.2 is missing: "{{2}}" has no value. Send 2 text parameters in templateParameters.',
    fields: [{ path: '/templateParameters/1', message: 'body.2 is missing: "{{2}}" has no value' }],
  })
  expect(rig.graph.attempts()).toEqual([])
  expect((await rig.db.collection('messages').count().get()).data().count).toBe(before)
})

it('costs the check of a send no read while what was read is remembered', async () => {
  await send('order_shipped', body('1042', 'Monday'))
  rig.clock.advance(30)
  rig.firestore.resetCounts()
  await Promise.all(
    [1, 2, 3].map(() =>
      rig
        .templates(rig.session.wabaId)
        .check({ templateName: 'order_shipped', languageCode: 'en_US', ...body('1', '2') }, false),
    ),
  )
  expect(rig.firestore.counts()).toMatchObject({ reads: 0, writes: 0 })
})

it('refuses an offer that ends before the message is sent, and measures that from `sendAt`', async () => {
  const offer = {
    limitedTimeOffer: { expirationTime: new Date(rig.clock.now().getTime() + 3_600_000).toISOString() },
  }
  const ended = { limitedTimeOffer: { expirationTime: rig.clock.now().toISOString() } }
  const at = (seconds: number) => ({
    options: { sendAt: new Date(rig.clock.now().getTime() + seconds * 1000).toISOString() },
  })
  const fields = [
    { path: '/limitedTimeOffer/expirationTime', message: 'must be later than the send: the offer has ended' },
  ]
  expect(await refusalOf(send('hello_world', ended))).toMatchObject({ fields })
  expect(await refusalOf(send('hello_world', offer, at(7200)))).toMatchObject({ fields })
  // Not for its time: this template has no offer.
  expect((await refusalOf(send('hello_world', offer, at(60)))).code).toBe('TEMPLATE_PARAMETERS_MISMATCH')
})

it('looks at Meta once before it refuses, however many ask at the same time', async () => {
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => refusalOf(send('order_shiped', body('1', '2')))),
  )
  expect(new Set(asked.map(({ code }) => code))).toEqual(new Set(['TEMPLATE_NOT_FOUND']))
  expect(asked[0]?.message).toMatch(/Did you mean order_shipped \(en_US, he\)\?$/)
  await refusalOf(send('order_shiped', body('1', '2')))
  expect(lists()).toBe(1)
})

it('sends a template that was made at Meta since, at the first try', async () => {
  await syncAll({ sessions: rig.needs.sessions, templateCaches: rig.templates })
  await fetch(`${rig.graph.url}/v26.0/${rig.session.wabaId}/message_templates`, {
    method: 'POST',
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'brand_new',
      language: 'en_US',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Brand new.' }],
    }),
  })
  await change('brand_new', { status: 'APPROVED', notify: false })
  rig.clock.advance(60)
  expect((await send('brand_new')).message.sending).toBe('accepted')
})

it('syncs an old copy before it refuses a message', async () => {
  await change('order_shipped', { status: 'DISABLED', notify: false })
  await rig.templates(rig.session.wabaId).sync()
  expect((await refusalOf(send('order_shipped', body('1', '2')))).code).toBe('TEMPLATE_DISABLED')
  await change('order_shipped', { status: 'APPROVED', notify: false })
  rig.clock.advance(60)
  expect((await send('order_shipped', body('1', '2'))).message.sending).toBe('accepted')
})

it('refuses the next invalid send after Meta reports an edited template', async () => {
  await send('order_shipped', body('1042', 'Monday'))
  await change('order_shipped', {
    components: [{ type: 'BODY', text: 'Order {{1}} comes on {{2}} at {{3}} o’clock.', example: {} }],
  })
  await rig.settleWebhooks()
  const refusal = await refusalOf(send('order_shipped', body('1042', 'Monday')))
  expect(refusal.message).toMatch(/^body\.3 is missing/)
  const items = await rig.db
    .collection('inbox')
    .where('field', '==', 'message_template_components_update')
    .get()
  expect(items.docs.map((item) => item.get('state') as string)).toEqual(['done'])
})

it.each([
  ['status', { status: 'PAUSED' }, { status: 'PAUSED' }],
  ['quality', { quality: 'RED' }, { quality: 'RED' }],
  ['category', { category: 'MARKETING' }, { category: 'MARKETING' }],
])('keeps up with a change of the %s', async (_, reported, kept) => {
  await change('price_update', reported)
  await rig.settleWebhooks()
  const [copy] = (await rig.db.collection('templates').where('name', '==', 'price_update').get()).docs.map(
    (document) => document.data(),
  )
  expect(copy).toMatchObject(kept)
})

it('quarantines notices of an account without a session, without a sync', async () => {
  await processItem(
    {
      id: 'foreign',
      kind: 'change',
      field: 'message_template_status_update',
      wabaId: '999',
      phoneNumberId: '',
      item: '{}',
      receivedAt: rig.clock.now(),
    },
    {
      ...rig.needs,
      onTemplatesChanged: (id) =>
        onTemplatesChanged(id, { sessions: rig.needs.sessions, templateCaches: rig.templates }),
      inbox: { finish: async (_id, { state }) => void finished.push(state) },
    },
  )
  expect(finished).toEqual(['quarantined'])
  expect(lists()).toBe(0)
})
const finished: string[] = []

it('writes only what changed, and marks what is gone', async () => {
  const sync = () => rig.templates(rig.session.wabaId).sync()
  await sync()
  rig.firestore.resetCounts()
  expect(await sync()).toMatchObject({ changed: 0, gone: 0 })
  expect(rig.firestore.counts().writes).toBe(0)
  await fetch(`${rig.graph.url}/v26.0/${rig.session.wabaId}/message_templates?name=store_location`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer token' },
  })
  expect(await sync()).toMatchObject({ changed: 0, gone: 1 })
  expect((await refusalOf(send('store_location'))).message).toMatch(/was deleted at Meta/)
})

it('reads lists of several pages to their end', async () => {
  const names = Array.from({ length: 205 }, (_, i) => `bulk_${String(i)}`)
  for (const name of names)
    await fetch(`${rig.graph.url}/v26.0/${rig.session.wabaId}/message_templates`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({
        name,
        language: 'en',
        category: 'UTILITY',
        components: [{ type: 'BODY', text: 'x' }],
      }),
    })
  const report = await rig.templates(rig.session.wabaId).sync()
  expect('listed' in report && report.listed).toBeGreaterThanOrEqual(names.length)
})

it('refuses nothing while Meta cannot be asked: Meta says itself what it thinks', async () => {
  await control('token', { action: 'add', token: 'token', scopes: ['whatsapp_business_messaging'] })
  const { message } = await send('no_such_template')
  expect(message).toMatchObject({
    sending: 'failed',
    error: { code: 'TEMPLATE_NOT_FOUND', meta: { code: 132001 } },
  })
})

it('lets a queued message wait for the end of a pause', async () => {
  const refusal = await refusalOf(send('paused_offer', body('Dana')))
  expect(refusal).toMatchObject({ code: 'TEMPLATE_PAUSED', retry: 'after-fix' })
  const { message } = await send('paused_offer', body('Dana'), { wait: false })
  expect(message.sending).toBe('queued')
})

it('gives a repeat its answer although the template was disabled meanwhile', async () => {
  const first = await send('order_shipped', body('1', '2'), { key: 'before' })
  await change('order_shipped', { status: 'DISABLED', notify: false })
  await rig.templates(rig.session.wabaId).sync()
  const again = await send('order_shipped', body('1', '2'), { key: 'before' })
  expect(again).toMatchObject({ replayed: true, message: { id: first.message.id } })
  expect((await refusalOf(send('order_shipped', body('1', '2'), { key: 'after' }))).code).toBe(
    'TEMPLATE_DISABLED',
  )
})

it('tells an outbox document that its template is disabled', async () => {
  const path = 'outbox/disabled'
  const fields = { to: TO, template: { name: 'disabled_offer', language: 'en_US', parameters: ['Dana'] } }
  await rig.db.doc(path).set(fields)
  await processOutboxDocument({ path, fields }, rig.needs)
  expect((await rig.db.doc(path).get()).get('delivery')).toMatchObject({
    state: 'ERROR',
    error: { code: 'TEMPLATE_DISABLED' },
  })
})

it.each<[string, string, Partial<TemplateContent>, number, string]>([
  ['an authentication template', 'login_code', { oneTimeCode: '482913' }, 5 * 60, 'fail'],
  ['a utility template', 'order_shipped', body('1', '2'), 12 * 3600, 'fail'],
  ['a marketing template', 'shop_catalog', body('Dana'), 24 * 3600, 'fail'],
])(
  'knows how long %s is worth sending, and never sends it twice by default',
  async (_, name, fill, seconds, ifUnknown) => {
    const { message } = await send(name, fill)
    expect((message.notAfter.getTime() - message.createdAt.getTime()) / 1000).toBe(seconds)
    expect(message.ifUnknown).toBe(ifUnknown)
  },
)

const routeNeeds = async (): Promise<TemplateRouteNeeds> => ({
  sessions: rig.needs.sessions,
  templateStore: firestoreTemplates(rig.db),
  templateCaches: rig.templates,
})
const request = (more: Partial<RouteRequest>): RouteRequest => ({
  caller: operator,
  params: {},
  body: {},
  query: {},
  requestId: 'req_test',
  ip: '127.0.0.1',
  origin: 'https://waypost.example.com',
  docsUrl: '',
  file: () => Promise.reject(new Error('There is no file.')),
  header: () => undefined,
  addHeader: () => undefined,
  ...more,
})

it('lists by name, page after page, until the end', async () => {
  await rig.templates(rig.session.wabaId).sync()
  const list = listTemplatesRoute(routeNeeds)
  const names: string[] = []
  let cursor: string | undefined
  do {
    const query = { limit: 7, status: 'APPROVED', language: 'en_US', ...(cursor !== undefined && { cursor }) }
    const page = (await list.handle(request({ caller: plain, query }))).body as {
      data: { name: string }[]
      nextCursor: string | null
    }
    names.push(...page.data.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(names).toEqual([...new Set(names)].toSorted())
  expect(names).toContain('order_shipped')
  expect(names).not.toContain('paused_offer')
  await expect(list.handle(request({ query: { limit: 7, cursor: 'made-up' } }))).rejects.toThrow(
    /not a cursor/,
  )
})

it('lists what is at Meta although nothing was ever read there', async () => {
  const fresh = await engineRig()
  const list = listTemplatesRoute(async () => ({
    sessions: fresh.needs.sessions,
    templateStore: firestoreTemplates(fresh.db),
    templateCaches: fresh.templates,
  }))
  const { data } = (await list.handle(request({ query: { limit: 100 } }))).body as { data: object[] }
  await fresh.close()
  expect(data.length).toBeGreaterThan(10)
})

it('syncs again, and reports what Meta refuses', async () => {
  const sync = syncTemplatesRoute(routeNeeds)
  expect((await sync.handle(request({}))).body).toMatchObject({ data: [{ wabaId: rig.session.wabaId }] })
  await control('token', { action: 'kill' })
  expect((await refusalOf(sync.handle(request({})))).code).toBe('WHATSAPP_TOKEN_EXPIRED')
})

it('previews a template with its values filled in, and says what does not fit', async () => {
  const preview = previewTemplateRoute(routeNeeds)
  const asked = (name: string, fill: object) =>
    preview.handle(
      request({ params: { name }, body: PreviewTemplateRequest.parse({ languageCode: 'en_US', ...fill }) }),
    )
  const { body: shown } = await asked('jaspers_market_image_cta_v1', {
    headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
    ...body('figs'),
    buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
  })
  expect(shown).toEqual({
    name: 'jaspers_market_image_cta_v1',
    language: 'en_US',
    status: 'APPROVED',
    category: 'MARKETING',
    header: { type: 'image', value: { link: 'https://example.com/image.jpg' } },
    body: 'Fresh this week at the market: figs. Come and see!',
    footer: 'Reply STOP to opt out',
    buttons: [{ index: 0, type: 'URL', text: 'Order now', value: 'https://example.com/orders/ORD-1' }],
  })
  const code = await asked('login_code', { oneTimeCode: '482913' })
  expect(code.body).toMatchObject({
    body: '*482913* is your verification code.',
    buttons: [{ value: '482913' }],
  })
  expect((await refusalOf(asked('order_shipped', body('1')))).message).toMatch(/^body\.2 is missing/)
  expect((await refusalOf(asked('order_shiped', {}))).message).toMatch(/Did you mean order_shipped/)
})

import type { ErrorAnswer, RawWebhookDetail, RawWebhookList, ReprocessAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { newApiKey } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'
import { newsOf } from '../support/meta-webhooks.ts'
import { post } from '../support/post-webhook.ts'
import { settled } from '../support/stack-clock.ts'

const wabaId = '555000444555666'
const list = async (query = '') => (await callApi<RawWebhookList>(`/v1/raw-webhooks?limit=100${query}`)).body
const reprocess = (id: string) =>
  callApi<ReprocessAnswer>(`/v1/raw-webhooks/${id}/reprocess`, { method: 'POST', body: {} })

it('shows an operator a quarantined webhook with its reason and bytes, and reprocesses it', async () => {
  const value = { projected: true }
  await post(newsOf(wabaId, 'hologram_update', value))
  await settled()
  const found = (await list('&kind=item')).data.find((one) => one.wabaId === wabaId)
  expect(found).toMatchObject({
    kind: 'item',
    state: 'quarantined',
    reasons: ['The field hologram_update is not known to this release.'],
  })
  const { status, body } = await callApi<RawWebhookDetail>(`/v1/raw-webhooks/${found?.id ?? ''}`)
  expect(status).toBe(200)
  expect(JSON.parse(body.body)).toEqual(value)
  for (const _time of [1, 2])
    expect((await reprocess(found?.id ?? '')).body).toMatchObject({ kind: 'item', state: 'quarantined' })
})

it('shows a body that could not be read, byte by byte', async () => {
  const text = '{ "object" : "page",\n "entry": ["\\u05d0"] }'
  await post(text)
  const { data } = await list('&kind=body')
  const details = await Promise.all(
    data.map(async ({ id }) => (await callApi<RawWebhookDetail>(`/v1/raw-webhooks/${id}`)).body),
  )
  const found = details.find(({ body }) => body === text)
  expect(found).toMatchObject({ kind: 'body', state: 'quarantined', reasons: ['object is "page"'] })
  expect((await reprocess(found?.id ?? '')).body).toMatchObject({ kind: 'body', state: 'quarantined' })
})

it('turns pages, newest first, through both kinds', async () => {
  for (const i of [1, 2, 3]) await post(newsOf(wabaId, 'hologram_update', { i }))
  await post({ object: 'page', pages: 1 })
  await settled()
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: { body: RawWebhookList } = await callApi<RawWebhookList>(
      `/v1/raw-webhooks?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(...body.data.map(({ id }) => id))
    cursor = body.nextCursor
  }
  const whole = (await list()).data
  expect(seen).toEqual(whole.map(({ id }) => id))
  expect(whole.map(({ receivedAt }) => receivedAt)).toEqual(
    whole
      .map(({ receivedAt }) => receivedAt)
      .toSorted()
      .toReversed(),
  )
})

it.each(['/v1/raw-webhooks/nothing', `/v1/raw-webhooks/${'0'.repeat(64)}`])(
  'does not know %s',
  async (path) => {
    expect((await callApi<ErrorAnswer>(path)).status).toBe(404)
  },
)

it('shows them to operators only', async () => {
  const as = await newApiKey({ scopes: ['read', 'webhooks'] })
  expect((await callApi('/v1/raw-webhooks', { as })).status).toBe(403)
})

import type {
  BatchAnswer,
  ConsentView,
  ConversationList,
  ErasureProof,
  ErrorAnswer,
  OutgoingMessage,
  SendAnswer,
} from '@waypost/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { callApi, type ApiRequest } from '../support/stack-api.ts'
import { message, numbers, reaches, story } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { prefers, received, writes, writesAnything } from '../support/simulator.ts'
import { settled, stackTime } from '../support/stack-clock.ts'

const number = numbers(73)
/** See docs/reference/test-numbers.md. */
const FAILS_LATER_131050 = '+12025550113'
const REFUSED_131047 = '+14045550142'

let operator: string
let plain: string
beforeAll(async () => {
  operator = await idTokenOf('operator')
  plain = await idTokenOf('plain')
})

const send = (body: object, question: Omit<ApiRequest, 'body' | 'method'> = {}) =>
  callApi<SendAnswer & ErrorAnswer>('/v1/send', { ...question, method: 'POST', body })
const text = (to: string, more: object = {}) => ({ to, type: 'text', text: 'Hello', ...more })
const advert = (to: string) => ({
  to,
  type: 'template',
  template: {
    templateName: 'shop_catalog',
    languageCode: 'en_US',
    templateParameters: [{ type: 'text', text: 'Dana' }],
  },
})
const fallbackTemplate = { templateName: 'hello_world', languageCode: 'en_US' }

/** The contact wrote so many hours ago. */
async function wroteHoursAgo(from: string, hours: number, body = 'Hello'): Promise<void> {
  const seconds = Math.floor((await stackTime()).getTime() / 1000) - hours * 3600
  await writesAnything(from, { text: { body }, message: { timestamp: String(seconds) } })
  await settled()
}
const says = async (from: string, body: string): Promise<void> => {
  await writes(from, body)
  await settled()
}
const attempts = async (to: string): Promise<number> => (await received(to)).attempts.length
const path = (to: string, what: string) => `/v1/contacts/${encodeURIComponent(to)}/${what}`

describe('consent', () => {
  it('STOP: nothing more is sent; START: it is again', async () => {
    const to = number()
    await wroteHoursAgo(to, 1, 'Stop!')
    const { status, body } = await send(advert(to))
    expect([status, body.error]).toEqual([409, 'RECIPIENT_OPTED_OUT'])
    const suppressed = await message(body.id)
    expect(suppressed).toMatchObject({ status: 'suppressed', error: { code: 'RECIPIENT_OPTED_OUT' } })
    expect(story(suppressed)).toEqual(['queued', 'suppressed'])
    expect(await attempts(to)).toBe(0)

    await says(to, 'START')
    const again = await send(advert(to))
    expect(again.status, JSON.stringify(again.body)).toBe(200)
    expect(await attempts(to)).toBe(1)
  })

  it('counts for each row of a batch', async () => {
    const [to, other] = [number(), number()]
    await wroteHoursAgo(to, 1, 'הסר')
    const { body } = await callApi<BatchAnswer>('/v1/batch', {
      method: 'POST',
      body: { messages: [advert(to), advert(other)] },
    })
    const [first, second] = body.data
    await reaches(first && 'id' in first ? (first.id ?? '') : '', 'suppressed')
    await reaches(second && 'id' in second ? (second.id ?? '') : '', 'read')
    expect(await attempts(to)).toBe(0)
  })

  it('follows the switch in WhatsApp for advertising alone', async () => {
    const to = number()
    await prefers(to, 'stop', await stackTime())
    await settled()
    expect((await send(advert(to))).body.error).toBe('RECIPIENT_OPTED_OUT')
    const utility = { to, type: 'template', template: fallbackTemplate }
    expect((await send(utility)).status).toBe(200)
    await prefers(to, 'resume', new Date((await stackTime()).getTime() + 1000))
    await settled()
    expect((await send(advert(to))).status).toBe(200)
  })

  it('is learned from Meta when it fails with 131050', async () => {
    await send(advert(FAILS_LATER_131050))
    await settled()
    const tried = await attempts(FAILS_LATER_131050)
    expect((await send(advert(FAILS_LATER_131050))).body.error).toBe('RECIPIENT_OPTED_OUT')
    expect(await attempts(FAILS_LATER_131050)).toBe(tried)
    await callApi(path(FAILS_LATER_131050, 'consent'), { method: 'DELETE', as: operator })
  })

  it('is seen and set only by owners of the session', async () => {
    const to = number()
    const put = { method: 'PUT', body: { optedOut: true, text: 'By phone' }, as: operator }
    expect(await callApi<ConsentView>(path(to, 'consent'), put)).toMatchObject({
      status: 200,
      body: { all: { optedOut: true, source: 'api', text: 'By phone' } },
    })
    expect((await send(text(to))).body.error).toBe('RECIPIENT_OPTED_OUT')
    for (const question of [{ as: plain }, { ...put, as: plain }])
      expect((await callApi<ErrorAnswer>(path(to, 'consent'), question)).status).toBeGreaterThanOrEqual(400)
    expect((await callApi(path(to, 'consent'), { method: 'DELETE', as: operator })).status).toBe(200)
    expect((await send(text(to))).status).toBe(200)
  })
})

describe('the service window', () => {
  it('closed: WINDOW_CLOSED without asking Meta; the contact writes: sent', async () => {
    const to = number()
    await wroteHoursAgo(to, 25)
    const { status, body } = await send(text(to))
    expect([status, body.error]).toEqual([409, 'WINDOW_CLOSED'])
    expect(await attempts(to)).toBe(0)
    const dryRun = await send(text(to, { dryRun: true }))
    expect(dryRun.body).toMatchObject({ dryRun: true, wouldRefuse: { code: 'WINDOW_CLOSED' } })
    await says(to, 'I am here')
    expect((await send(text(to))).status).toBe(200)
  })

  it('closed, with a fallback template: that is sent, and the answer and the timeline say so', async () => {
    const to = number()
    await wroteHoursAgo(to, 25)
    const { status, body } = await send(text(to, { fallbackTemplate }))
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({ status: 'accepted', fallbackUsed: true })
    const sent: OutgoingMessage = await message(body.id)
    expect(sent).toMatchObject({ type: 'template', replaced: { body: 'Hello' } })
    expect(sent.timeline?.find(({ status: word }) => word === 'sending')?.reason).toContain('hello_world')
    expect((await received(to)).messages).toMatchObject([{ type: 'template' }])
  })

  it('closed by Meta with 131047: it is not asked again', async () => {
    expect((await send(text(REFUSED_131047))).body.error).toBe('WINDOW_CLOSED')
    const tried = await attempts(REFUSED_131047)
    expect((await send(text(REFUSED_131047))).body.error).toBe('WINDOW_CLOSED')
    expect(await attempts(REFUSED_131047)).toBe(tried)
    await says(REFUSED_131047, 'Hello')
  })
})

describe('a person', () => {
  it('is found by an operator, read, and erased', async () => {
    const to = number()
    await writesAnything(to, { text: { body: 'My secret' }, name: 'Dana Levi' })
    await settled()
    const found = await callApi<ConversationList>(`/v1/conversations?q=${encodeURIComponent(to)}`, {
      as: operator,
    })
    expect(found.body.data).toMatchObject([{ phone: to, name: 'Dana Levi', unread: 1, state: 'needs_human' }])
    const conversation = `/v1/conversations/${found.body.data[0]?.id ?? ''}`
    expect((await callApi(conversation, { as: plain })).status).toBe(404)
    expect(await callApi(`${conversation}/read`, { method: 'POST', body: {}, as: operator })).toMatchObject({
      status: 200,
      body: { unread: 0 },
    })
    const erase = { method: 'DELETE', as: operator }
    expect((await callApi(path(to, 'data'), { ...erase, as: plain })).status).toBe(403)
    const proof = await callApi<ErasureProof>(path(to, 'data'), erase)
    expect(proof).toMatchObject({
      status: 200,
      body: { erased: { messages: 1, conversations: 1 }, remaining: 0 },
    })
    const left = await callApi(`${conversation}/messages`, { as: operator })
    expect(JSON.stringify([left.body, (await callApi(conversation, { as: operator })).body])).not.toMatch(
      new RegExp(`${to.slice(1)}|secret|Dana`),
    )
  })
})

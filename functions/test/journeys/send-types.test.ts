import type { DryRunAnswer, ErrorAnswer, SendAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { everyContent } from '../support/every-content.ts'
import { callApi, type ApiRequest } from '../support/stack-api.ts'
import { inTenMonths, message, numbers, reaches } from '../support/notify.ts'
import { received, writes } from '../support/simulator.ts'
import { idTokenOf } from '../support/sign-in.ts'

const number = numbers(41)
const send = <Body = SendAnswer & ErrorAnswer>(body: object, question: ApiRequest = {}) =>
  callApi<Body>('/v1/send', { ...question, method: 'POST', body })
const text = { type: 'text', text: 'Hello' }

it.each(everyContent)('sends %s through the front door', async (_what, request, meta) => {
  const to = number()
  const { status, body } = await send({ to, ...request })
  expect(status, JSON.stringify(body)).toBe(200)
  expect((await received(to)).messages).toMatchObject([{ type: request.type, content: meta }])
  const { type, content } = await message(body.id)
  expect({ type, content }).toMatchObject({ type: request.type, content: expect.any(Object) as object })
})

it('quotes what a person wrote, and marks it as read', async () => {
  const to = number()
  const { wamid } = await writes(to, 'Where is my order?')
  const read = await callApi(`/v1/messages/${encodeURIComponent(wamid)}/read`, {
    method: 'POST',
    body: { typing: true },
  })
  expect(read).toMatchObject({ status: 200, body: { messageId: wamid, read: true } })
  const { body } = await send({ to, ...text, replyTo: wamid })
  expect((await received(to)).messages).toMatchObject([{ context: { message_id: wamid } }])
  expect((await reaches(body.id, 'read')).replyTo).toBe(wamid)
})

it('queues when asked to, and waits for its time', async () => {
  const to = number()
  const queued = await send({ to, ...text, metadata: { a: '1' } }, { headers: { prefer: 'respond-async' } })
  expect(queued).toMatchObject({ status: 202, body: { status: 'queued', recipient: to } })
  await reaches(queued.body.id, 'read')
  const later = await send({ to, ...text, sendAt: inTenMonths() })
  expect(later).toMatchObject({ status: 202, body: { status: 'queued' } })
})

it('repeats an answer under the same idempotency key', async () => {
  const [to, headers] = [number(), { 'idempotency-key': `send-types-${String(Date.now())}` }]
  const first = await send({ to, ...text }, { headers })
  const again = await send({ to, ...text }, { headers })
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(await send({ to, ...text, replyTo: 'wamid.A' }, { headers })).toMatchObject({ status: 422 })
})

it('shows a dry run', async () => {
  const to = number()
  const { status, body } = await send<DryRunAnswer>({ to, ...text, dryRun: true })
  expect(status).toBe(200)
  expect(body).toMatchObject({ dryRun: true, payload: { to, type: 'text', text: { body: 'Hello' } } })
  expect((await received(to)).attempts).toHaveLength(0)
})

it('finds the verified number of a user by uid, for those who may ask', async () => {
  const [plain, sender] = await Promise.all([idTokenOf('plain'), idTokenOf('sender')])
  const { user_id: uid } = JSON.parse(Buffer.from(plain.split('.')[1] ?? '', 'base64url').toString()) as {
    user_id: string
  }
  for (const as of [sender, undefined]) {
    const { status, body } = await send({ to: { uid }, ...text }, as === undefined ? {} : { as })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.recipient).toBe('+972546800360')
  }
  expect((await send({ to: { uid }, ...text }, { as: plain })).body.error).toBe('RECIPIENT_FORBIDDEN')
  expect(await send({ to: { uid: 'stranger' }, ...text })).toMatchObject({
    status: 400,
    body: { error: 'RECIPIENT_INVALID', fields: [{ path: '/to/uid' }] },
  })
})

it('lets a plain user write to their own number only, whatever the type', async () => {
  const as = await idTokenOf('plain')
  expect((await send({ to: '+972546800360', ...text }, { as })).status).toBe(200)
  expect((await send({ to: number(), ...text }, { as })).body.error).toBe('RECIPIENT_FORBIDDEN')
})

it.each<[string, object, string]>([
  ['an unknown type', { type: 'fax' }, '/type'],
  [
    'a caption that is too long',
    { type: 'image', image: { link: 'https://a.example', caption: 'x'.repeat(1025) } },
    '/image/caption',
  ],
  ['a message that is quoted by no id', { ...text, replyTo: '7' }, '/replyTo'],
])('refuses %s with the path of the field', async (_what, body, path) => {
  const answer = await send({ to: number(), ...body })
  expect(answer).toMatchObject({ status: 400, body: { error: 'INVALID_REQUEST', fields: [{ path }] } })
})

import type { ErrorAnswer, IncomingMessage, SendAnswer, UploadMediaAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi, stack } from '../support/stack-api.ts'
import { numbers } from '../support/notify.ts'
import { received } from '../support/simulator.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { settled } from '../support/stack-clock.ts'

const number = numbers(61)
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Receives a file at the demo number. Returns the message as the API shows it after the download. */
async function receivedFile(type: string, file: object): Promise<IncomingMessage> {
  const from = number()
  const said = await fetch(`${stack.graphUrl}/_simulator/inbound`, {
    method: 'POST',
    body: JSON.stringify({ from, type, [type]: file }),
  })
  expect(said.ok, await said.text()).toBe(true)
  await settled()
  const { body } = await callApi<{ data: IncomingMessage[] }>('/v1/messages?direction=in&limit=100', {
    as: await idTokenOf('operator'),
  })
  const message = body.data.find((one) => one.from === from)
  if (!message) throw new Error(`Nothing came in: ${JSON.stringify(body)}`)
  return message
}

const get = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${stack.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${await idTokenOf('operator')}`, ...headers },
  })

it('keeps the picture that a contact sends, and hands out the same bytes', async () => {
  const message = await receivedFile('image', { data: picture.toString('base64'), caption: 'Is this it?' })
  expect(message.media).toEqual({
    state: 'stored',
    mimeType: 'image/png',
    size: picture.length,
    path: `/v1/media/${message.id}`,
  })
  const answer = await get(message.media?.path ?? '')
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(picture.length),
    'content-disposition': expect.stringMatching(/^attachment; filename="msg_\w+\.png"/) as string,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
    'request-id': expect.stringMatching(/^req_/) as string,
  })
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
})

it('hands out a part of a file', async () => {
  const { id } = await receivedFile('image', { data: picture.toString('base64') })
  const part = await get(`/v1/media/${id}`, { range: 'bytes=1-3' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 1-3/${String(picture.length)}`)
  expect(await part.text()).toBe('PNG')
  const beyond = await get(`/v1/media/${id}`, { range: 'bytes=5000-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
    416,
    `bytes */${String(picture.length)}`,
  ])
})

it('tells about a file without sending it', async () => {
  const { id } = await receivedFile('image', { data: picture.toString('base64') })
  const answer = await get(`/v1/media/${id}`, {}, 'HEAD')
  expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(picture.length)])
  expect(await answer.text()).toBe('')
})

it('never serves what a stranger sent as a page', async () => {
  const { id } = await receivedFile('document', {
    data: Buffer.from('<script>alert(1)</script>').toString('base64'),
    mime_type: 'text/html',
    filename: '../"בוקר".html',
  })
  const answer = await get(`/v1/media/${id}`)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[ -~]+"; filename\*=UTF-8''/,
  )
})

it('hides from strangers that there is a file', async () => {
  const { id } = await receivedFile('image', { data: picture.toString('base64') })
  for (const as of [await idTokenOf('sender'), await idTokenOf('plain')]) {
    const answer = await callApi<ErrorAnswer>(`/v1/media/${id}`, { as })
    expect(answer).toMatchObject({ status: 404, body: { error: 'MEDIA_NOT_FOUND' } })
  }
  expect((await callApi(`/v1/media/${id}`, { as: null })).status).toBe(401)
  expect((await callApi('/v1/media/1013859600285441')).status).toBe(404)
})

async function upload(
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
  as = stack.apiKey,
  query = '',
) {
  const response = await fetch(`${stack.apiUrl}/v1/media${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, ...headers },
    body,
  })
  return { status: response.status, body: (await response.json()) as UploadMediaAnswer & ErrorAnswer }
}

it('uploads a file that is sent as the body, and sends it by its id', async () => {
  const { status, body } = await upload(picture, { 'content-type': 'image/png' })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({ mimeType: 'image/png', size: picture.length })
  const to = number()
  const sent = await callApi<SendAnswer>('/v1/send', {
    method: 'POST',
    body: { to, type: 'image', image: { mediaId: body.id, caption: 'Here it is' } },
  })
  expect(sent, JSON.stringify(sent.body)).toMatchObject({ status: 200, body: { status: 'accepted' } })
  expect((await received(to)).messages).toMatchObject([{ type: 'image', content: { id: body.id } }])
})

it('uploads a file that is sent in a form', async () => {
  const form = new FormData()
  form.set('session', stack.sessionId)
  form.set('file', new File([picture], 'bill.png', { type: 'image/png' }))
  expect(await upload(form)).toMatchObject({ status: 200, body: { size: picture.length } })
})

it.each<[string, () => ReturnType<typeof upload>, number, string]>([
  [
    'a type that WhatsApp does not take',
    () => upload('<p>', { 'content-type': 'text/html' }),
    415,
    'MEDIA_TYPE_UNSUPPORTED',
  ],
  [
    'a picture that is too large',
    () => upload(new Uint8Array(5 * 1024 * 1024 + 1), { 'content-type': 'image/png' }),
    413,
    'MEDIA_TOO_LARGE',
  ],
  ['a form without a file', () => upload(new FormData()), 400, 'INVALID_REQUEST'],
  [
    'a form that is none',
    () => upload('nonsense', { 'content-type': 'multipart/form-data; boundary=x' }),
    400,
    'INVALID_REQUEST',
  ],
  ['an empty file', () => upload('', { 'content-type': 'image/png' }), 400, 'INVALID_REQUEST'],
  [
    'an unknown word in the query',
    () => upload(picture, { 'content-type': 'image/png' }, stack.apiKey, '?sesion=x'),
    400,
    'INVALID_REQUEST',
  ],
])('refuses %s', async (_what, sending, status, error) => {
  expect(await sending()).toMatchObject({ status, body: { error } })
})

it('refuses uploads of users who may message only themselves', async () => {
  const answer = await upload(picture, { 'content-type': 'image/png' }, await idTokenOf('plain'))
  expect(answer).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
})

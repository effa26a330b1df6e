/** Fixtures of API calls, created for each call, so that no other call has changed them. */
import { expect } from 'vitest'
import { callApi, stack, type ApiRequest } from '../support/stack-api.ts'
import { hello, inTenMonths, numbers, sent } from '../support/notify.ts'
import { willMeet, writes } from '../support/simulator.ts'
import { settled } from '../support/stack-clock.ts'

export const number = numbers(91)

/** The id of what a POST made. */
export async function createResource(path: string, body: object, question: ApiRequest = {}): Promise<string> {
  const answer = await callApi<{ id: string }>(path, { ...question, method: 'POST', body })
  expect(answer.body.id, `POST ${path}: ${JSON.stringify(answer.body)}`).toBeTruthy()
  remember(path, answer.body)
  return answer.body.id
}

/** A message that waits for its time. */
export const waiting = async (): Promise<string> =>
  (await sent({ ...hello(number()), sendAt: inTenMonths() })).id

/** A message that Meta refused for good; its refusal names it. */
export async function failed(): Promise<string> {
  const to = number()
  await willMeet(to, { refuse: { code: 131026 } })
  return createResource('/v1/whatsapp/notify', hello(to))
}

/** Somebody wrote: now free text may be sent, and there is a message to be marked as read. */
export async function written(): Promise<{ to: string; wamid: string }> {
  const to = number()
  return { to, ...(await writes(to, 'Where is my order?')) }
}

/** The conversation with somebody who wrote. */
export async function conversation(): Promise<string> {
  const { to } = await written()
  await settled()
  const { body } = await callApi<{ data: { id: string }[] }>(`/v1/conversations?q=${encodeURIComponent(to)}`)
  const id = body.data[0]?.id
  if (id === undefined) throw new Error(`There is no conversation with ${to}.`)
  return id
}

/** A message that came with a picture. */
export async function messageWithPicture(): Promise<string> {
  const from = number()
  const image = { data: Buffer.from('89504e470d0a1a0a', 'hex').toString('base64') }
  const said = await fetch(`${stack.graphUrl}/_simulator/inbound`, {
    method: 'POST',
    body: JSON.stringify({ from, type: 'image', image }),
  })
  expect(said.ok, await said.text()).toBe(true)
  await settled()
  const { body } = await callApi<{ data: { id: string; from?: string }[] }>(
    '/v1/messages?direction=in&limit=100',
  )
  const message = body.data.find((one) => one.from === from)
  if (!message) throw new Error(`Nothing came from ${from}.`)
  return message.id
}

/** A session that sends nothing: an unpaired phone. */
export const session = (): Promise<string> =>
  createResource('/v1/sessions', {
    name: 'Contract',
    channel: 'web',
    webhookUrl: 'https://example.com/hooks',
    enableWebhook: false,
  })

const removable = ['/v1/sessions', '/v1/endpoints']
const remaining = new Set<string>()

/** Notes what was made and can be deleted. */
export function remember(path: string, body: unknown): void {
  const { id } = body as { id?: unknown }
  if (removable.includes(path) && typeof id === 'string') remaining.add(`${path}/${id}`)
}

/** Other tests shall find the senders that they know, and room for endpoints. */
export async function removeCreated(): Promise<void> {
  await Promise.all([...remaining].map((path) => callApi(path, { method: 'DELETE' })))
  remaining.clear()
}

import type { ErrorAnswer, OutgoingMessage, SendAnswer } from '@waypost/contract'
import { expect, vi } from 'vitest'
import { callApi, type Answer, type ApiRequest } from './stack-api.ts'

/** The example of the HTTP contract, word for word. */
export const example = {
  phoneNumber: '+972546800360',
  templateName: 'jaspers_market_image_cta_v1',
  languageCode: 'en_US',
  headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
  templateParameters: [{ type: 'text', text: 'Variable #1' }],
  buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
}

/** The least that can be sent, to somebody. */
export const hello = (phoneNumber: string) => ({
  phoneNumber,
  templateName: 'hello_world',
  languageCode: 'en_US',
})

/** `POST /v1/whatsapp/notify`. */
export const notify = <Body = SendAnswer & ErrorAnswer>(
  body: object,
  question: Omit<ApiRequest, 'body' | 'method'> = {},
): Promise<Answer<Body>> => callApi<Body>('/v1/whatsapp/notify', { ...question, method: 'POST', body })

/** Sends and expects that it goes on: 200 or 202. */
export async function sent(
  body: object,
  question?: Omit<ApiRequest, 'body' | 'method'>,
): Promise<SendAnswer> {
  const answer = await notify(body, question)
  expect(answer.status, JSON.stringify(answer.body)).toBeOneOf([200, 202])
  return answer.body
}

/** `GET /v1/messages/{id}`. */
export async function message(id: string, as?: string): Promise<OutgoingMessage> {
  const { status, body } = await callApi<OutgoingMessage>(
    `/v1/messages/${id}`,
    as === undefined ? {} : { as },
  )
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** Waits until a message is where it should come to. */
export const reaches = (
  id: string,
  status: OutgoingMessage['status'],
  as?: string,
): Promise<OutgoingMessage> =>
  vi.waitFor(
    async () => {
      const view = await message(id, as)
      expect(view.status).toBe(status)
      return view
    },
    { timeout: 10_000, interval: 20 },
  )

/** The statuses of a timeline, oldest first. */
export const story = ({ timeline = [] }: OutgoingMessage): string[] => timeline.map(({ status }) => status)

/** Numbers of one test file alone, all of them possible in Israel: `block` from 20 to 99. */
export function numbers(block: number): () => string {
  let next = 0
  return () => `+97254${String(block)}${String(next++).padStart(5, '0')}`
}

/** Far from being due, and within the year that `sendAt` may lie ahead. */
export const inTenMonths = (): string => new Date(Date.now() + 300 * 86_400_000).toISOString()

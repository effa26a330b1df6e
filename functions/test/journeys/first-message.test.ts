import type { OutgoingMessage } from '@waypost/contract'
import { expect, it } from 'vitest'
import { example, message, notify, numbers, reaches, sent, story } from '../support/notify.ts'
import { received } from '../support/simulator.ts'
import { callApi, stack } from '../support/stack-api.ts'

const number = numbers(20)

it('follows the example of the documentation from request to read', async () => {
  const answer = await notify(example)
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    id: expect.stringMatching(/^msg_[0-9a-z]{26}$/) as string,
    status: 'accepted',
    recipient: '+972546800360',
    messageId: expect.stringMatching(/^wamid\./) as string,
    session: stack.sessionId,
  })
  const read = await reaches(answer.body.id, 'read')
  expect(story(read)).toEqual(['queued', 'sending', 'accepted', 'sent', 'delivered', 'read'])
  expect(read).toMatchObject({
    direction: 'out',
    recipient: '+972546800360',
    messageId: answer.body.messageId,
    type: 'template',
    mode: 'live',
    attempts: 1,
    content: { templateName: example.templateName, templateParameters: example.templateParameters },
  })
})

it('reaches Meta as Meta documents it', async () => {
  const to = number()
  await sent({ ...example, phoneNumber: to })
  const { messages } = await received(to)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({
    input: to,
    type: 'template',
    content: {
      name: 'jaspers_market_image_cta_v1',
      language: { code: 'en_US' },
      components: [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: 'https://example.com/image.jpg' } }],
        },
        { type: 'body', parameters: [{ type: 'text', text: 'Variable #1' }] },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'ORD-1' }] },
      ],
    },
  })
})

it('shows when everything happened, and Meta’s own words to the owner of the key', async () => {
  const { id } = await sent({ ...example, phoneNumber: number() })
  const { timeline = [], createdAt } = await reaches(id, 'read')
  const times = timeline.filter(({ source }) => source === 'waypost').map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
  expect(times[0]).toBe(createdAt)
  const meta = timeline.filter(({ source }) => source === 'meta')
  expect(meta.map(({ data }) => data?.['status'])).toEqual(['sent', 'delivered', 'read'])
  expect(meta.every(({ attempt }) => attempt === 1)).toBe(true)
})

it('keeps the words of the caller with the message, and never shows them to Meta', async () => {
  const to = number()
  const { id } = await sent({ ...example, phoneNumber: to, metadata: { orderId: '1042' } })
  expect((await message(id)).metadata).toEqual({ orderId: '1042' })
  expect(JSON.stringify(await received(to))).not.toContain('1042"')
})

it.each<[string, OutgoingMessage['status'], string]>([
  ['+12025550102', 'delivered', 'delivered, never read'],
  ['+12025550103', 'read', 'read without delivered'],
  ['+12025550105', 'read', 'statuses in reverse order'],
  ['+12025550106', 'read', 'a status before the answer'],
  ['+12025550108', 'played', 'a voice message played'],
])('ends rightly for %s as %s (%s)', async (to, status) => {
  const { id } = await sent({ ...example, phoneNumber: to })
  await reaches(id, status)
})

it('says that Meta keeps a message back for quality, and follows it all the same', async () => {
  const { id, status } = await sent({ ...example, phoneNumber: '+12025550120' })
  expect(status).toBe('accepted')
  const { timeline } = await reaches(id, 'read')
  expect(timeline?.find((entry) => entry.status === 'accepted')?.reason).toContain('quality')
})

it('is up, and says so to everybody', async () => {
  const { status, body } = await callApi('/v1/health', { as: null })
  expect(status).toBe(200)
  expect(body).toEqual({ status: 'ok', time: expect.any(String) as string })
})

import { expect, it } from 'vitest'
import { PHONE, startTestSimulator } from './support/test-simulator.ts'

const person = '+972546800360'

it('carries both ids of a person in statuses, before the person hides the number', async () => {
  const { send, simulator, values } = await startTestSimulator()
  await send({ to: person, type: 'text', text: { body: 'Hello' } })
  await simulator.webhooksIdle()
  const [message] = simulator.received()
  expect(values('messages')).toHaveLength(3)
  for (const { contacts, statuses } of values('messages')) {
    expect(contacts).toMatchObject([{ wa_id: '972546800360', user_id: message?.userId }])
    expect(statuses).toMatchObject([{ recipient_id: '972546800360', recipient_user_id: message?.userId }])
  }
})

it('names a message by its other id in webhooks when set so', async () => {
  const play = await startTestSimulator()
  await play.control('POST', '/settings', { webhookWamids: 'user_scoped' })
  const sent = await play.send({ to: person, type: 'text', text: { body: 'Hello' } })
  await play.control('POST', '/inbound', { from: person, text: 'Yes', replyTo: 'last' })
  await play.simulator.webhooksIdle()
  const [message] = play.simulator.received()
  expect(sent.json.messages?.[0]?.id).toBe(message?.wamid)
  expect(message?.userScopedWamid).not.toBe(message?.wamid)
  expect(new Set(play.statuses().map(({ id }) => id))).toEqual(new Set([message?.userScopedWamid]))
  const reply = play.values('messages').find(({ messages }) => messages)?.messages?.[0]
  expect(reply?.['context']).toMatchObject({ id: message?.userScopedWamid })
})

it('echoes what the business writes in its app, with both ids of the person', async () => {
  const play = await startTestSimulator()
  const { json, status } = await play.control('POST', '/echoes', { to: person, text: 'Until six' })
  await play.simulator.webhooksIdle()
  expect(status).toBe(201)
  expect(play.values('smb_message_echoes')).toMatchObject([
    {
      metadata: { phone_number_id: PHONE },
      message_echoes: [
        {
          from: '16315551181',
          to: '972546800360',
          to_user_id: expect.stringMatching(/^IL\./) as string,
          id: json['wamid'],
          type: 'text',
          text: { body: 'Until six' },
        },
      ],
    },
  ])
})

it('shares older chats of both directions, or says that they are not shared', async () => {
  const play = await startTestSimulator()
  const messages = [
    { text: 'Hi', secondsAgo: 7200 },
    { direction: 'out', text: 'Hello', status: 'DELIVERED' },
  ]
  await play.control('POST', '/history', { with: person, messages, chunk: 2, progress: 55 })
  await play.control('POST', '/history', { declined: true })
  await play.simulator.webhooksIdle()
  expect(play.values('history').map(({ history }) => history)).toMatchObject([
    [
      {
        metadata: { phase: 0, chunk_order: 2, progress: 55 },
        threads: [
          {
            id: '972546800360',
            messages: [
              { from: '972546800360', text: { body: 'Hi' }, history_context: { status: 'READ' } },
              { from: '16315551181', to: '972546800360', history_context: { status: 'DELIVERED' } },
            ],
          },
        ],
      },
    ],
    [{ errors: [{ code: 2593109 }] }],
  ])
})

it('reports calls of both directions, and how one ended', async () => {
  const play = await startTestSimulator()
  const { json } = await play.control('POST', '/calls', { with: person })
  const id = json['callId']
  await play.control('POST', '/calls', { with: person, id, event: 'terminate', durationSeconds: 30 })
  await play.control('POST', '/calls', { with: person, direction: 'BUSINESS_INITIATED' })
  await play.simulator.webhooksIdle()
  expect(play.values('calls').flatMap(({ calls }) => calls)).toMatchObject([
    { id, event: 'connect', from: '972546800360', to: '16315551181', direction: 'USER_INITIATED' },
    { id, event: 'terminate', status: 'COMPLETED', duration: 30 },
    { event: 'connect', from: '16315551181', to: '972546800360' },
  ])
})

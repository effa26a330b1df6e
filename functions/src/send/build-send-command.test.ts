import { expect, it } from 'vitest'
import { buildSendCommand } from './build-send-command.ts'
import type { ValidatedSend } from './validate-send.ts'

const now = new Date('2026-03-01T12:00:00Z')

/** The command of a text that is due at `sendAt`. */
const commandAt = (sendAt: string) =>
  buildSendCommand(
    {
      input: {
        caller: { kind: 'user', uid: 'ada', role: 'sender' },
        content: { type: 'text', text: { body: 'Hi' } },
        options: { sendAt },
        wait: true,
      },
      recipient: '+972546800360',
      session: { id: 'ses_1' },
      resolved: { content: { type: 'text', text: { body: 'Hi' } } },
      category: 'service',
    } as unknown as ValidatedSend,
    { now, settings: {} as Parameters<typeof buildSendCommand>[1]['settings'] },
  )

it.each(['2026-03-01T12:00:01Z', '2027-03-01T12:00:00Z', '2020-01-01T00:00:00Z'])(
  'takes the time %s',
  (sendAt) => {
    expect(commandAt(sendAt).sendAt).toEqual(new Date(sendAt))
  },
)

it.each(['2027-03-01T12:00:01Z', '2036-03-01T12:00:00Z', '9999-12-31T23:59:59Z'])(
  'refuses the time %s: the message would be kept until then',
  (sendAt) => {
    expect(() => commandAt(sendAt)).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        fields: [{ path: '/sendAt', message: 'must be within 365 days from now' }],
      }),
    )
  },
)

import type { ReceivedMessage, SendAttempt } from '@waypost/graph-simulator'
import { stack } from './stack-api.ts'

/** What Meta got for a recipient: every message it accepted, every attempt. */
export const received = async (
  to: string,
): Promise<{ messages: ReceivedMessage[]; attempts: SendAttempt[] }> =>
  control(`messages?to=${encodeURIComponent(to)}`)

/** Says what the next send to this recipient meets; the simulator knows the words. */
export const willMeet = (to: string, behaviour: object): Promise<unknown> =>
  control('next', { to, ...behaviour })

/** A person writes anything; the simulator knows the words. */
export const writesAnything = (from: string, message: object): Promise<{ wamid: string }> =>
  control('inbound', { from, ...message })

/** A person says in WhatsApp whether it wants advertising. */
export const prefers = (from: string, value: 'stop' | 'resume', timestamp: Date): Promise<unknown> =>
  control('events/user_preferences', {
    from,
    value: {
      user_preferences: [
        {
          wa_id: from.slice(1),
          category: 'marketing_messages',
          value,
          detail: `User requested to ${value} marketing messages`,
          timestamp: Math.floor(timestamp.getTime() / 1000),
        },
      ],
    },
  })

/** One status by hand. */
export const willTell = (wamid: string, step: object): Promise<unknown> =>
  control('statuses', { wamid, ...step })

/** How a person appears; any member of a message of the simulator's control API. */
export interface PersonWrites {
  readonly from: string
  readonly identity?: 'phone' | 'username_with_phone' | 'username_only' | 'parent_bsuid'
  readonly [member: string]: unknown
}

export interface WrittenByPerson {
  readonly wamid: string
  readonly contact: { readonly waId: string; readonly userId: string; readonly parentUserId: string }
}

/** A person sends anything that people can send. */
export const sends = (message: PersonWrites): Promise<WrittenByPerson> => control('inbound', message)

/** A person gets another number, which WhatsApp tells. */
export const changesNumber = (from: string, to: string): Promise<WrittenByPerson> =>
  control('number-changes', { from, to })

/** A person writes to the demo number. */
export const writes = (from: string, text: string): Promise<{ wamid: string }> =>
  control('inbound', { from, text: { body: text } })

async function control<Body>(path: string, body?: object): Promise<Body> {
  const response = await fetch(`${stack.graphUrl}/_simulator/${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return (await response.json()) as Body
}

/** Somebody edits a template at Meta, which tells so by webhook. */
export const changeTemplate = (name: string, components: object[]): Promise<unknown> =>
  control('templates', { name, components })

/** Lets the access token die, or live again. */
export const changeToken = (action: 'kill' | 'revive'): Promise<unknown> => control('token', { action })

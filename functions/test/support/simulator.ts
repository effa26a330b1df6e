import type { ReceivedMessage, SendAttempt } from '@waypost/graph-simulator'
import { stack } from './front-door.ts'

/** What Meta got for a recipient: every message it accepted, every attempt. */
export const received = async (
  to: string,
): Promise<{ messages: ReceivedMessage[]; attempts: SendAttempt[] }> =>
  control(`messages?to=${encodeURIComponent(to)}`)

/** Says what the next send to this recipient meets; the simulator knows the words. */
export const willMeet = (to: string, behaviour: object): Promise<unknown> =>
  control('next', { to, ...behaviour })

/** One status by hand. */
export const willTell = (wamid: string, step: object): Promise<unknown> =>
  control('statuses', { wamid, ...step })

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

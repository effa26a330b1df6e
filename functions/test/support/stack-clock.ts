import { stack } from './stack-api.ts'

/** Fires the schedule that retries, sends what is due and settles what is uncertain. */
export async function sweep(): Promise<void> {
  const { status } = await clock<{ status: number }>('fire/retryMessages', {})
  if (status !== 200) throw new Error(`retryMessages ended with ${String(status)}`)
  // It hands over to tasks, which are spaced at the rate of the session.
  await settled()
  await advance(1)
  await settled()
}

/** Moves time for everything in the stack. */
export const advance = (seconds: number): Promise<unknown> => clock('advance', { seconds })

/** Moves time just past an instant, which an answer named. */
export async function advancePast(instant: string | undefined): Promise<void> {
  if (instant === undefined) throw new Error('There is no instant to go to.')
  const { now } = await clock<{ now: string }>('')
  await advance(Math.max(0, (Date.parse(instant) - Date.parse(now)) / 1000) + 0.001)
}

/** The stack's time. */
export const stackTime = async (): Promise<Date> => new Date((await clock<{ now: string }>('')).now)

/** Returns when nothing is under way any more: no request, webhook, event or schedule. */
export const settled = (): Promise<unknown> => clock('idle?timeoutMs=20000')

/** Which function ran how often since the last reset. */
export const operations = (): Promise<{
  firestore: { reads: number; writes: number; rpcs: Record<string, number> }
  invocations: Record<string, number>
}> => clock('operations')

async function clock<Body>(path: string, body?: object): Promise<Body> {
  const response = await fetch(`${stack.clockUrl}/${path}`, {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return (await response.json()) as Body
}

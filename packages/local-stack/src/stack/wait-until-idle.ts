/** Waits until the whole stack is idle. */
import { HTTPException } from 'hono/http-exception'

interface IdleCheck {
  name: string
  idle: () => Promise<void>
}

export interface IdleNeeds {
  parts: IdleCheck[]
  /** A fingerprint of all activity: work of one part may start work in another. */
  activity: () => Promise<string>
}

/** Resolves when every part is idle and nothing happened meanwhile; rejects with a 504 that names the busy parts. */
export async function waitUntilIdle({ parts, activity }: IdleNeeds, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  let before: string
  let after = await activity()
  do {
    before = after
    const busy = await Promise.all(
      parts.map(({ name, idle }) => withTimeout(deadline, idle()).then((ok) => (ok ? [] : name))),
    )
    const names = busy.flat()
    if (names.length > 0)
      throw new HTTPException(504, { message: `Still busy after ${timeoutMs} ms: ${names.join(', ')}.` })
    after = await activity()
  } while (after !== before)
}

async function withTimeout(deadline: number, idle: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - Date.now()), false)
  })
  const result = await Promise.race([idle.then(() => true), late])
  clearTimeout(timer)
  return result
}

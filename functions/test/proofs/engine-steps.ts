import type { FromEngine } from './engine-work.ts'

/** Reports to the parent process, in order. */
export const sendToParent = (news: FromEngine): void => void process.send?.(news)

type Call = (...args: unknown[]) => Promise<unknown>

/** The points at which the process stops and asks whether it may live on. */
export interface Steps {
  /** Resolves when the parent says go; rejects as a broken connection does when it says fail. */
  reached(name: string): Promise<void>
  answered(step: number, say: 'go' | 'fail'): void
  /** The same port of asynchronous functions, with a step before and after each call. */
  around<P extends object>(name: string, port: P): P
}

/** gRPC's UNAVAILABLE: what a lost connection looks like. */
const connectionLost = (): Error =>
  Object.assign(new Error('UNAVAILABLE: the connection was cut'), { code: 14 })

export function stepwise(): Steps {
  const waiting = new Map<number, (say: 'go' | 'fail') => void>()
  let last = 0
  const reached = (name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const step = ++last
      waiting.set(step, (say) => (say === 'go' ? resolve() : reject(connectionLost())))
      sendToParent({ step, name })
    })
  return {
    reached,
    answered(step, say) {
      waiting.get(step)?.(say)
      waiting.delete(step)
    },
    around<P extends object>(name: string, port: P): P {
      const wrapped = Object.entries(port as Record<string, Call>).map(([verb, call]) => [
        verb,
        async (...args: unknown[]) => {
          await reached(`${name}.${verb}:before`)
          const result = await call(...args)
          await reached(`${name}.${verb}:after`)
          return result
        },
      ])
      return Object.fromEntries(wrapped) as P
    },
  }
}

import type { QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import type { MessageContent } from '../../src/graph/payload.ts'
import type { SendOptions } from '../../src/send/send-input.ts'

/** What the world asks of the functions process: one invocation of one function. */
export type Work =
  | {
      readonly kind: 'notify'
      readonly to: string
      readonly content: MessageContent
      readonly options: SendOptions
      /** Whether the caller waits for Meta (no `Prefer: respond-async`). */
      readonly wait: boolean
      readonly key?: string
    }
  | { readonly kind: 'outbox'; readonly path: string; readonly fields: Readonly<Record<string, unknown>> }
  | ({ readonly kind: 'task' } & QueuedAttempt)
  | { readonly kind: 'sweep' }
  | { readonly kind: 'webhook'; readonly body: string }
  | { readonly kind: 'inbox'; readonly id: string }

/** How an invocation was answered; `code` is that of a refusal. */
export interface WorkAnswer {
  readonly status: number
  readonly body?: Readonly<Record<string, unknown>>
  readonly code?: string
}

/** From the world to the functions process. */
export type ToEngine =
  | { readonly invoke: number; readonly work: Work; readonly now: string; readonly fraction: number }
  | { readonly step: number; readonly say: 'go' | 'fail' }

/** From the functions process to the world. */
export type FromEngine =
  | { readonly ready: true }
  /** It is about to do something, or has just done it, and waits for leave to go on. */
  | { readonly step: number; readonly name: string }
  | { readonly task: Task }
  | { readonly answered: number; readonly answer: WorkAnswer }

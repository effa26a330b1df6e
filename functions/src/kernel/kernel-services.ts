import type { Alert } from './alert.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { Random } from './random.ts'
import type { TaskQueue } from './task-queue.ts'

/** The ports that use cases of every module take: `Pick<KernelServices, 'clock' | 'log'>`. */
export interface KernelServices {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Log
  readonly tasks: TaskQueue
  readonly alert: Alert
}

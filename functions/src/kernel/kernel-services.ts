import type { Alert } from './alert.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { Random } from './random.ts'
import type { TaskQueue } from './task-queue.ts'

/** The ports that use cases of every module take: `Pick<KernelServices, 'clock' | 'log'>`. */
export interface KernelServices {
  clock: Clock
  random: Random
  ids: Ids
  log: Log
  tasks: TaskQueue
  alert: Alert
}

import { runQueuedAttempt, type QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages, type SweepReport } from '../../src/dispatch/sweep-due-messages.ts'
import { after } from '../../src/kernel/clock.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import type { EngineRig } from './engine-rig.ts'

/** The sweep spaces tasks at the rate of their session: those of a few messages are soon. */
export const SOON_SECONDS = 10

/** One run of the sweep, and then the tasks to which it, or an earlier resumption, handed messages over. */
export async function sweepDue(
  rig: Pick<EngineRig, 'needs' | 'tasks' | 'clock'>,
  needs: EngineRig['needs'] = rig.needs,
): Promise<SweepReport> {
  const report = await sweepDueMessages(needs)
  const soon = after(rig.clock.now(), SOON_SECONDS)
  const isDue = ({ data, at }: Task): boolean => 'wakeAt' in data && (at === undefined || at <= soon)
  const due = rig.tasks.filter(isDue)
  rig.tasks.splice(0, rig.tasks.length, ...rig.tasks.filter((task) => !isDue(task)))
  await Promise.all(due.map(({ data }) => runQueuedAttempt(data as unknown as QueuedAttempt, needs)))
  return report
}

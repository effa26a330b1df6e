import { runQueuedAttempt, type QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages, type SweepReport } from '../../src/dispatch/sweep-due-messages.ts'
import { mapConcurrent } from '../../src/kernel/map-concurrent.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import type { EngineRig } from '../support/engine-rig.ts'

const AT_ONCE = 20
const MINUTE_MS = 60_000

/** One minute on the test's clock: the sweep runs, then each task in the second for which it was enqueued. */
export async function runMinute(rig: EngineRig, needs: EngineRig['needs'] = rig.needs): Promise<SweepReport> {
  const { clock, tasks } = rig
  const now = (): number => clock.now().getTime()
  const minuteEnd = Math.floor(now() / MINUTE_MS + 1) * MINUTE_MS
  const advanceTo = (time: number): void => clock.advance(Math.max(0, time - now()) / 1000)
  const report = await sweepDueMessages(needs)
  for (;;) {
    const next = Math.max(now(), Math.min(...tasks.map(startOf)))
    if (next >= minuteEnd) break
    advanceTo(next)
    const second = (Math.floor(now() / 1000) + 1) * 1000
    const due = takeDue(tasks, second)
    await mapConcurrent(due, AT_ONCE, async ({ data }) => {
      await runQueuedAttempt(data as unknown as QueuedAttempt, needs)
    })
  }
  advanceTo(minuteEnd)
  return report
}

const startOf = ({ at }: Task): number => at?.getTime() ?? 0

function takeDue(tasks: Task[], before: number): Task[] {
  const due = tasks.filter((task) => startOf(task) < before)
  tasks.splice(0, tasks.length, ...tasks.filter((task) => startOf(task) >= before))
  return due.sort((one, other) => startOf(one) - startOf(other))
}

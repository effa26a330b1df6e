import { expect, it } from 'vitest'
import { after } from '../kernel/clock.ts'
import { createOutageMonitor, isOutageFailure, OUTAGE, outageWaitSeconds } from './outage.ts'

const now = new Date('2026-03-01T12:00:00Z')
const attempt = (number: number, failed: boolean, seconds = 0) => ({
  messageId: `msg_${String(number)}`,
  failed,
  at: after(now, seconds),
})

/** Records attempts of different messages. @returns whether the last one showed an outage */
function recordAll(failures: readonly boolean[], monitor = createOutageMonitor()): boolean {
  const shown = failures.map((failed, index) => monitor.record('ses_1', attempt(index, failed, index)))
  return shown.at(-1) ?? false
}

it('sees an outage when enough of the last attempts failed, and not before', () => {
  const ok = Array<boolean>(OUTAGE.attempts).fill(false)
  expect(recordAll([...ok, ...Array<boolean>(OUTAGE.failures - 1).fill(true)])).toBe(false)
  expect(recordAll([...ok, ...Array<boolean>(OUTAGE.failures).fill(true)])).toBe(true)
  expect(recordAll(Array.from({ length: 100 }, (_, index) => index % 2 === 0))).toBe(false)
})

it('counts a message that keeps failing once', () => {
  const monitor = createOutageMonitor()
  const shown = Array.from({ length: 50 }, (_, index) => monitor.record('ses_1', attempt(1, true, index)))
  expect(shown).not.toContain(true)
})

it('forgets what is long past, and starts again after an outage', () => {
  const monitor = createOutageMonitor()
  for (let number = 1; number < OUTAGE.failures; number++)
    expect(monitor.record('ses_1', attempt(number, true))).toBe(false)
  expect(monitor.record('ses_1', attempt(99, true, OUTAGE.seconds + 1))).toBe(false)
  expect(recordAll(Array<boolean>(OUTAGE.failures).fill(true), monitor)).toBe(true)
  expect(monitor.record('ses_1', attempt(500, true, 10))).toBe(false)
})

it('keeps sessions apart', () => {
  const monitor = createOutageMonitor()
  const shown = Array.from({ length: 50 }, (_, index) =>
    monitor.record(`ses_${String(index)}`, attempt(index, true)),
  )
  expect(shown).not.toContain(true)
})

it('waits a fifth less or more', () => {
  expect(outageWaitSeconds(1, 0)).toBeCloseTo(4)
  expect(outageWaitSeconds(1, 1)).toBeCloseTo(6)
})

it.each([
  [{ message: 'Meta could not be reached' }, true],
  [{ httpStatus: 503 }, true],
  [{ httpStatus: 502 }, true],
  [{ code: 131016 }, true],
  [{ code: 190 }, false],
  [{ code: 131026 }, false],
  [{ code: 1 }, false],
])('takes %j for an outage: %s', (failure, expected) => {
  expect(isOutageFailure(failure)).toBe(expected)
})

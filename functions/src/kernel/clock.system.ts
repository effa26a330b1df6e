import type { Clock } from './clock.ts'

/**
 * The machine's clock. In the local stack it can be moved forward: the functions host sets
 * `WAYPOST_CLOCK_OFFSET_MS`, so that a retry due in a day can be watched now.
 */
export const systemClock: Clock = {
  now: () => new Date(Date.now() + offset()),
}

const offset = (): number =>
  process.env['FUNCTIONS_EMULATOR'] === 'true' ? Number(process.env['WAYPOST_CLOCK_OFFSET_MS'] ?? 0) : 0

/** Waits in the machine's own time. */
export const systemSleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000))

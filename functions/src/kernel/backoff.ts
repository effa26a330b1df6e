/** The waits between tries: `first · factor^n` seconds, at most `cap`. */
export interface Backoff {
  readonly firstSeconds: number
  readonly factor: number
  readonly capSeconds: number
  /**
   * `full` (the default): anything between nothing and the ceiling, so that those who failed together do
   * not come back together. `above`: never sooner than the ceiling, where somebody asked us to wait that long.
   */
  readonly jitter?: 'full' | 'above'
}

/**
 * Seconds to wait after failed try number `tries` (1 = the first).
 * @param fraction chance in [0, 1)
 */
export function jitteredSeconds(backoff: Backoff, tries: number, fraction: number): number {
  const ceiling = ceilingSeconds(backoff, tries)
  return backoff.jitter === 'above' ? ceiling * (1 + fraction / 4) : ceiling * fraction
}

/** The longest wait after failed try number `tries` before jitter (1 = the first). */
export const ceilingSeconds = ({ firstSeconds, factor, capSeconds }: Backoff, tries: number): number =>
  Math.min(capSeconds, firstSeconds * factor ** Math.max(0, tries - 1))

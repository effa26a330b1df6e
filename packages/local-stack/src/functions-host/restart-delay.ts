/** How long to wait before the functions are started again after the given number of failures in a row. */
export function restartDelayMs(failuresInARow: number): number {
  return failuresInARow <= 1 ? 0 : Math.min(250 * 2 ** (failuresInARow - 2), 10_000)
}

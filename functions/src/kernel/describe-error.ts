/** Causes beyond this depth are left out: one could be its own. */
const MAX_CAUSES = 5

/** An error as a text for the log: its stack, and those of its causes. Other fields of an error may hold secrets. */
export function describeError(error: unknown): string {
  const texts: string[] = []
  for (let next = error; next !== undefined && texts.length <= MAX_CAUSES; next = causeOf(next))
    texts.push(next instanceof Error ? (next.stack ?? `${next.name}: ${next.message}`) : describeValue(next))
  return texts.join('\nCaused by: ')
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined)

/** What was thrown without being an error. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'symbol' || typeof value === 'function') return typeof value
  try {
    return JSON.stringify(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}

/** Appends to a log and drops its oldest entries, a tenth at a time, once it holds more than `most`. */
export function appendBounded<Entry>(
  log: Entry[],
  entry: Entry,
  { most, dropped }: { most: number; dropped?: (entry: Entry) => void },
): void {
  log.push(entry)
  if (log.length <= most) return
  const old = log.splice(0, Math.max(1, Math.floor(most / 10)))
  if (dropped) old.forEach(dropped)
}

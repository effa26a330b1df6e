/**
 * Does the same work for each entry, never more than `most` at a time.
 * @returns the results in the order of the entries
 */
export async function mapConcurrent<Entry, Result>(
  entries: readonly Entry[],
  most: number,
  work: (entry: Entry, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = entries.entries()
  const worker = async (): Promise<void> => {
    for (const [index, entry] of waiting) results[index] = await work(entry, index)
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}

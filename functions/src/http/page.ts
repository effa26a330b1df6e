/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null
}

/** @param found one more than `limit` where there is another page */
export function paginate<T>(found: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page, nextCursor: last !== undefined && found.length > limit ? cursorOf(last) : null }
}

/** A page as routes answer it. */
export const pageAnswer = <T, View>({ items, nextCursor }: Page<T>, view: (one: T) => View) => ({
  status: 200 as const,
  body: { data: items.map((one) => view(one)), hasMore: nextCursor !== null, nextCursor },
})

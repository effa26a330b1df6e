/** The entries of all pages: `for await (const entry of list)`; `page()` fetches only the first page. */
export interface List<Entry, Page> extends AsyncIterable<Entry> {
  page: () => Promise<Page>
}

interface AnyPage {
  readonly data: readonly unknown[]
  readonly nextCursor?: string | null
}

/** Fetches the pages one by one, as far as the entries are read. */
export const listOf = (fetchPage: (cursor?: string) => Promise<unknown>): List<unknown, unknown> => ({
  page: () => fetchPage(),
  async *[Symbol.asyncIterator]() {
    let cursor: string | undefined
    do {
      const { data, nextCursor } = (await fetchPage(cursor)) as AnyPage
      yield* data
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined)
  },
})

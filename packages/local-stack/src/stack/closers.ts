/** Collects close functions in the order of opening. */
export interface Closers {
  /** After `closeAll`, a late addition is closed at once: a part may still have been starting. */
  add: (close: () => Promise<void> | void) => void
  /** Closes everything, last opened first; one that fails does not keep the others open. */
  closeAll: () => Promise<void>
}

/** Creates an empty list. */
export function createClosers(log: (line: string) => void): Closers {
  const list: (() => Promise<void> | void)[] = []
  let closed = false
  return {
    add: (close) => {
      if (closed) void close()
      else list.push(close)
    },
    closeAll: async () => {
      closed = true
      for (const close of list.splice(0).reverse()) {
        try {
          await close()
        } catch (error) {
          log(`While stopping: ${(error as Error).message}`)
        }
      }
    },
  }
}

/** What has to be closed when the stack ends, in the order it was opened. */
export interface Closers {
  /** After `closeAll`, what comes late is closed at once: a part may still have been starting. */
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

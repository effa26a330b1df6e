/** Creates a value at the first call and returns it ever after. A failure is not cached. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined
  return () => {
    created ??= make().catch((error: unknown) => {
      created = undefined
      throw error
    })
    return created
  }
}

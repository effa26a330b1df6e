/** Makes a thing at the first call and hands out the same one ever after; a failure is not kept. */
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

/**
 * Loads a function only where it runs. Every deployed function starts with the same entry file; the platform
 * names the one it wants in `FUNCTION_TARGET`, and names none while the CLI lists them all.
 */
export async function own<T>(name: string, load: () => Promise<T>): Promise<T | undefined> {
  const wanted = process.env['FUNCTION_TARGET']
  return wanted === undefined || wanted === '' || wanted === name ? load() : undefined
}

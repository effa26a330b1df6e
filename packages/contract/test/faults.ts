/** Reads input by a schema and gives the faults by path; nothing when it is accepted. */
import type { z } from 'zod'
import { isWaypostError, parseRequest } from '../src/index.ts'

/** The faults that `read` throws, by path. */
export function thrownFaults(read: () => unknown): Record<string, string> {
  try {
    read()
    return {}
  } catch (error) {
    if (!isWaypostError(error) || error.code !== 'INVALID_REQUEST') throw error
    return Object.fromEntries((error.fields ?? []).map(({ path, message }) => [path, message]))
  }
}

/** The faults of an input. */
export const faultsIn = (schema: z.ZodType, input: unknown): Record<string, string> =>
  thrownFaults(() => parseRequest(schema, input))

/** A text of this length. */
export const text = (length: number): string => 'x'.repeat(length)

/** As many values as `count`, from their positions. */
export const times = <Value>(count: number, value: (position: number) => Value): Value[] =>
  Array.from({ length: count }, (_, position) => value(position))

import { createHash } from 'node:crypto'

/** The SHA-256 of a value as JSON: the same for the same fields in any order. */
export const canonicalJsonHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, sortedFields)).digest('hex')

const sortedFields = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

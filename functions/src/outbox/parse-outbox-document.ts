import type { OutboxSnapshot } from './process-outbox-document.ts'

/** The fields an app wrote, without our `delivery` map; timestamps as ISO 8601, as the API accepts them. */
export function parseOutboxDocument(
  path: string,
  document: Readonly<Record<string, unknown>>,
): OutboxSnapshot {
  const { delivery: _delivery, ...written } = document
  const fields = Object.fromEntries(
    Object.entries(written).map(([name, value]) => [
      name,
      hasToDate(value) ? value.toDate().toISOString() : value,
    ]),
  )
  return { path, fields }
}

const hasToDate = (value: unknown): value is { toDate(): Date } =>
  typeof value === 'object' && value !== null && 'toDate' in value && typeof value.toDate === 'function'

/** The envelope of a webhook: `{ object, entry: [{ id: WABA, changes: [{ field, value }] }] }`. */
export interface WebhookUpdate {
  readonly wabaId: string
  readonly field: string
  readonly value: Readonly<Record<string, unknown>>
}

interface Entry {
  id: string
  changes: { field: string; value: unknown }[]
}

/**
 * One POST for several updates. Layouts Meta may choose: one entry with many `changes`, many `entries`, or the items of
 * one phone number `merged` into the lists of a single value.
 */
export function envelope(
  updates: readonly WebhookUpdate[],
  layout: 'changes' | 'entries' | 'merged',
): object {
  const entries: Entry[] = []
  const laidOut = layout === 'merged' ? mergeValues(updates) : updates
  for (const { wabaId, field, value } of laidOut) {
    const last = layout === 'entries' ? undefined : entries.find(({ id }) => id === wabaId)
    if (last) last.changes.push({ field, value })
    else entries.push({ id: wabaId, changes: [{ field, value }] })
  }
  return { object: 'whatsapp_business_account', entry: entries }
}

const lists = ['contacts', 'messages', 'statuses', 'errors'] as const

function mergeValues(updates: readonly WebhookUpdate[]): WebhookUpdate[] {
  const merged = new Map<string, { wabaId: string; field: string; value: Record<string, unknown> }>()
  updates.forEach((update, index) => {
    const isMergeable = update.field === 'messages'
    const kind = 'statuses' in update.value ? 'statuses' : 'messages'
    const key = isMergeable
      ? `${update.wabaId} ${kind} ${JSON.stringify(update.value['metadata'])}`
      : String(index)
    const into = merged.get(key)
    if (into) appendLists(into.value, update.value)
    else merged.set(key, { ...update, value: structuredClone(update.value) })
  })
  return [...merged.values()]
}

function appendLists(into: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const name of lists) {
    const more = from[name]
    if (Array.isArray(more))
      into[name] = [...((into[name] as unknown[] | undefined) ?? []), ...(more as unknown[])]
  }
}

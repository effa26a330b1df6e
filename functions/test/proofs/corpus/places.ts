import type { DocumentData } from '@google-cloud/firestore'
import { createHash } from 'node:crypto'

/** Where everything is that a webhook may have said. */
export interface Places {
  /** Items of `inbox`, verbatim, with the states they are in. */
  readonly inbox: ReadonlyMap<string, readonly string[]>
  /** Statuses in messages, verbatim. */
  readonly timeline: ReadonlySet<string>
  /** Hashes of bodies that were kept whole. */
  readonly bodies: ReadonlySet<string>
}

export function placesIn(documents: ReadonlyMap<string, DocumentData>): Places {
  const inbox = new Map<string, string[]>()
  const timeline = new Set<string>()
  const bodies = new Set<string>()
  for (const [path, fields] of documents) {
    const [collection = '', id = '', inner] = path.split('/')
    if (collection === 'inbox') {
      const item = String(fields['item'])
      inbox.set(item, [...(inbox.get(item) ?? []), String(fields['state'])])
    }
    if (collection === 'messages') for (const raw of statusesIn(fields)) timeline.add(raw)
    if (collection === 'rawWebhooks' && inner === undefined) bodies.add(id)
  }
  return { inbox, timeline, bodies }
}

const statusesIn = ({ timeline = [] }: DocumentData): string[] =>
  (timeline as { raw?: string }[]).flatMap(({ raw }) => raw ?? [])

/**
 * What is lost of a body: items that are nowhere, or that came to no end. A body kept whole loses nothing. This reads
 * a body in its own simple way, so that it does not repeat a mistake of the intake.
 */
export function lostOf(bytes: Buffer, places: Places): string[] {
  if (places.bodies.has(createHash('sha256').update(bytes).digest('hex'))) return []
  const items = itemsIn(JSON.parse(bytes.toString()))
  if (items === null) return ['the body is not kept']
  return items.flatMap((item) => {
    const text = JSON.stringify(item ?? null)
    const states = places.inbox.get(text) ?? []
    if (states.length === 0 && !places.timeline.has(text)) return [`nowhere: ${text}`]
    return states.includes('new') ? [`never ended: ${text}`] : []
  })
}

type Any = { readonly [name: string]: unknown } | null | undefined

/** Null for a body with a part that is no item: it must be kept whole. */
function itemsIn(body: unknown): unknown[] | null {
  const { object, entry } = (body ?? {}) as { object?: unknown; entry?: unknown }
  if (object !== 'whatsapp_business_account' || !Array.isArray(entry)) return null
  const items: unknown[] = []
  for (const one of entry as Any[]) {
    const changes = one?.['changes']
    if (!Array.isArray(changes)) return null
    for (const change of changes as Any[]) {
      if (typeof change?.['field'] !== 'string') return null
      items.push(...itemsOfChange(change['field'], change['value']))
    }
  }
  return items
}

function itemsOfChange(field: string, value: unknown): unknown[] {
  if (field !== 'messages' || typeof value !== 'object' || value === null || Array.isArray(value))
    return [value]
  const lists = ['statuses', 'messages', 'errors'].flatMap((name) => {
    const list = (value as Record<string, unknown>)[name]
    return list === undefined || list === null ? [] : list
  })
  return lists.length === 0 ? [value] : lists
}

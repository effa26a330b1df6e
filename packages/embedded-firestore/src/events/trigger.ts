import { invalid } from '../protocol/status.ts'
import type { Change } from '../engine/document.ts'

/** A function to be called for document changes. */
export interface Trigger {
  readonly id: string
  /** `google.cloud.firestore.document.v1.created`, `updated`, `deleted`, `written`, each also `.withAuthContext`. */
  readonly eventType: string
  readonly project: string
  /** `(default)` unless given. */
  readonly database?: string
  /** A path like `outbox/{id}`; `{rest=**}` at the end stands for any number of segments. */
  readonly document: string
  /** Whether delivery is retried until the event is accepted. */
  readonly retry: boolean
  /** Where events are posted. */
  readonly url: string
}

const kinds = {
  created: ({ before, after }: Change) => !before && after !== undefined,
  updated: ({ before, after }: Change) => before !== undefined && after !== undefined,
  deleted: ({ before, after }: Change) => before !== undefined && !after,
  written: () => true,
}

const typePattern =
  /^google\.cloud\.firestore\.document\.v1\.(created|updated|deleted|written)(\.withAuthContext)?$/

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const segmentPattern = (segment: string) => {
  if (/^\{[^{}=]*=\*\*\}$/.test(segment)) return '.+'
  return /^\{[^{}]*\}$/.test(segment) ? '[^/]+' : escaped(segment)
}

/** Turns a trigger into a test of changes; throws when its event type is not one of a document. */
export function compileTrigger({ eventType, document }: Trigger): (change: Change) => boolean {
  const kind = typePattern.exec(eventType)?.[1] as keyof typeof kinds | undefined
  if (!kind)
    throw invalid(
      `"${eventType}" is no document event: use google.cloud.firestore.document.v1.created or a sibling.`,
    )
  const path = new RegExp(`^${document.split('/').map(segmentPattern).join('/')}$`)
  return (change) => path.test(change.path) && kinds[kind](change)
}

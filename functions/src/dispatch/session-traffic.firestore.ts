import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { parseEach } from '../kernel/unreadable-documents.firestore.ts'
import type { SessionActivity } from '../sessions/session-health.ts'
import type { Sending } from '../messages/send-state.ts'

const YOUNGEST_MESSAGES = 20
/** States of messages that are not sent yet. Each is asked for apart: Firestore joins equalities without an index of their own. */
const waiting: readonly Sending[] = ['queued', 'sending', 'errored', 'held']

const Traffic = z.object({
  direction: z.enum(['in', 'out']),
  createdAt: timestampSchema,
  timeline: z.array(z.object({ source: z.string(), at: timestampSchema, status: z.string() })).default([]),
})

/** What messages tell of the session they belong to: twenty reads, whatever is stored. */
export function sessionTraffic(db: Firestore) {
  const messages = db.collection('messages')
  return {
    async activity(sessionId: string): Promise<SessionActivity> {
      const { docs } = await messages
        .where('sessionId', '==', sessionId)
        .orderBy('createdAt', 'desc')
        .limit(YOUNGEST_MESSAGES)
        .select('direction', 'createdAt', 'timeline')
        .get()
      const activity = (await parseEach(docs, activityOf)).flat()
      return {
        lastSendAt: latest(activity.filter(({ is }) => is === 'sent')),
        lastWebhookAt: latest(activity.filter(({ is }) => is === 'received')),
      }
    },
    /** How many messages of a session are still to be sent. */
    async countWaiting(sessionId: string): Promise<number> {
      const counts = await Promise.all(
        waiting.map(async (sending) => {
          const query = messages.where('sessionId', '==', sessionId).where('sending', '==', sending)
          return (await query.count().get()).data().count
        }),
      )
      return counts.reduce((sum, count) => sum + count)
    },
  }
}

interface Instant {
  readonly at: Date
  readonly is: 'sent' | 'received'
}

function activityOf(document: DocumentSnapshot): Instant[] {
  const { direction, createdAt, timeline } = parseDocument(Traffic, document)
  if (direction === 'in') return [{ at: createdAt, is: 'received' }]
  return timeline.flatMap(({ source, at, status }): Instant[] => {
    if (source === 'meta') return [{ at, is: 'received' }]
    return status === 'accepted' ? [{ at, is: 'sent' }] : []
  })
}

const latest = (instants: readonly Instant[]): Date | null =>
  instants.reduce<Date | null>((last, { at }) => (last && last > at ? last : at), null)

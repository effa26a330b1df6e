import { asDate, asNonEmptyString, asObject } from '../kernel/untrusted-json.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { handleFailedStatus, type HandleFailedStatusNeeds } from './handle-failed-status.ts'
import { handleStatus, type HandleStatusNeeds } from './handle-status.ts'
import { ignored, type ItemHandler } from './item-handler.ts'

export type UnmatchedStatusNeeds = HandleFailedStatusNeeds &
  HandleStatusNeeds & { messages: Pick<MessageStore, 'findByWamid' | 'addStatus'> }

/** A status without our callback data: its wamid may be that of a message of ours, then it counts like any other. */
export const handleUnmatchedStatus: ItemHandler<UnmatchedStatusNeeds> = async (item, needs) => {
  if (item.messageId !== undefined) return ignored('Its message is not here (any more).')
  const { id, status, timestamp } = asObject(JSON.parse(item.item))
  const [wamid, word] = [asNonEmptyString(id), asNonEmptyString(status)]
  const message = wamid === undefined ? null : await needs.messages.findByWamid(wamid)
  if (!message || wamid === undefined || word === undefined)
    return ignored('It is of a message that was not sent from here.')
  const attempt = acceptedAttempt(message)
  const at = asDate(timestamp) ?? item.receivedAt
  await needs.messages.addStatus(message.id, {
    source: 'meta',
    at,
    status: word,
    attempt,
    wamid,
    raw: item.item,
  })
  const known = { ...item, messageId: message.id, attempt }
  return word === 'failed' ? handleFailedStatus(known, needs) : handleStatus(known, needs)
}

/** The attempt that the message's wamid belongs to: a later one may have begun. */
const acceptedAttempt = ({ timeline, attempt }: StoredMessage): number =>
  timeline.findLast((entry) => entry.source === 'waypost' && entry.status === 'accepted')?.attempt ?? attempt

import { writeCallbackData } from '../graph/callback-data.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import { lastFour, type Log } from '../kernel/log.ts'
import type { Pace } from '../kernel/pace.ts'
import { putOnHold, type HoldNeeds } from '../sessions/put-on-hold.ts'
import type { Session } from '../sessions/session.ts'
import type { PrepareEvent } from '../sessions/raise-event.ts'
import type { Announce } from './announce.ts'
import type { Channels } from './channel.ts'
import { refusalOf, type NoteRefusal } from './contact-refusal.ts'
import type { Sending, StoredMessage } from './message.ts'
import { statusesAreWanted } from './message-event.ts'
import type { MessageStore, SendingChange } from './message-store.ts'
import { settleAndTell } from './settle-and-tell.ts'
import { settlementOf, type RetryLimits, type Settlement } from './settlement.ts'

export interface DispatchNeeds extends HoldNeeds {
  messages: Pick<MessageStore, 'settle' | 'rest'>
  channels: Channels
  /** The turns of a session; slowed when Meta says that it was too fast. */
  paceOf(session: Session): Pace
  /** Keeps what Meta's refusal says of the recipient. */
  noteRefusal: NoteRefusal
  limits: RetryLimits
  clock: Clock
  chance: Chance
  log: Log
  announce: Announce
  prepareEvent: PrepareEvent
}

/**
 * Sends a claimed message once and writes how it ended. Only the holder of the attempt comes here.
 * @returns the message as it stands now: as settled, or as claimed when a newer attempt had begun
 */
export async function dispatchMessage(
  claimed: StoredMessage,
  session: Session,
  needs: DispatchNeeds,
): Promise<StoredMessage> {
  const { id: messageId, attempt, to, content, replyTo, mode, outbox } = claimed
  const flags = `${outbox?.track === true ? 'o' : ''}${(await somebodyListens(claimed, needs)) ? 'e' : ''}`
  const callbackData = writeCallbackData({ messageId, attempt, flags })
  const outgoing = { to, content, mode, callbackData, ...(replyTo !== undefined && { replyTo }) }
  const outcome = await needs.channels[session.channel](session, outgoing)
  const settlement = settlementOf(outcome, claimed, {
    ...needs.limits,
    now: needs.clock.now(),
    fraction: needs.chance.fraction(),
  })
  if (outcome.kind === 'refused' && ruleFor(outcome.failure).class === 'tput') needs.paceOf(session).slow()
  await applyHold(settlement, session, needs)
  await noteRefusal(claimed, settlement, needs)
  return settle(claimed, settlement, needs)
}

/** Where nobody can say, somebody may listen: an item too many is better than a send that stops here. */
const somebodyListens = (
  message: StoredMessage,
  { prepareEvent, log }: Pick<DispatchNeeds, 'prepareEvent' | 'log'>,
): Promise<boolean> =>
  statusesAreWanted(message, prepareEvent).catch((error: unknown) => {
    log.warn('message.listeners_unknown', { messageId: message.id, error: String(error) })
    return true
  })

export interface SettleNeeds {
  messages: Pick<MessageStore, 'settle' | 'rest'>
  clock: Clock
  log: Log
  announce: Announce
  /** States that may be settled, when they are others than those of an attempt under way. */
  from?: readonly Sending[]
}

/** Writes a settlement into the message, with its line in the timeline. */
export async function settle(
  claimed: StoredMessage,
  settlement: Settlement,
  needs: SettleNeeds,
): Promise<StoredMessage> {
  const change = changeOf(settlement, claimed, needs.clock.now())
  const settled = await settleAndTell(claimed, change, needs)
  const fields = {
    messageId: claimed.id,
    sessionId: claimed.sessionId,
    attempt: claimed.attempt,
    to: lastFour(claimed.to),
    ...outcomeFields(settlement),
  }
  if (settled) needs.log.info(`message.${settlement.sending}`, fields)
  else needs.log.warn('message.late_outcome', fields)
  return settled ?? claimed
}

/** A hold concerns all messages of the session, so it is written before this one rests. */
export async function applyHold(
  settlement: Settlement,
  session: Session,
  needs: HoldNeeds & Pick<DispatchNeeds, 'clock'>,
): Promise<void> {
  if (settlement.sending !== 'held' || settlement.heldBy !== 'session') return
  const { code, message, meta } = settlement.error
  const metaCode = meta?.code
  const hold = {
    code,
    reason: message,
    since: needs.clock.now(),
    ...(metaCode !== undefined && { metaCode }),
  }
  await putOnHold(session, hold, needs)
}

/** What Meta said of the contact concerns all messages to it, so it is written before this one rests. */
export async function noteRefusal(
  message: StoredMessage,
  settlement: Settlement,
  needs: Pick<DispatchNeeds, 'noteRefusal'>,
): Promise<void> {
  const refusal = settlement.sending === 'accepted' ? null : refusalOf(message, settlement.error)
  if (refusal) await needs.noteRefusal(refusal)
}

function changeOf(settlement: Settlement, { attempt, answer }: StoredMessage, now: Date): SendingChange {
  const { sending } = settlement
  const error = sending === 'accepted' ? null : settlement.error
  const note = sending === 'accepted' ? settlement.note : error?.message
  return {
    sending,
    error,
    wakeAt: 'wakeAt' in settlement ? settlement.wakeAt : null,
    ...(sending === 'accepted' && { wamid: settlement.wamid }),
    ...(sending === 'held' && { heldBy: settlement.heldBy }),
    ...(answer === undefined && { answer: { status: sending } }),
    entry: {
      source: 'waypost',
      at: now,
      status: sending,
      attempt,
      ...(note !== undefined && { note }),
      ...(error && { code: error.code }),
    },
  }
}

const outcomeFields = (settlement: Settlement) =>
  settlement.sending === 'accepted'
    ? { wamid: settlement.wamid }
    : {
        code: settlement.error.code,
        metaCode: settlement.error.meta?.code,
        retryAt: 'wakeAt' in settlement ? settlement.wakeAt.toISOString() : undefined,
      }

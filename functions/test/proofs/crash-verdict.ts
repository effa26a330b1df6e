import type { ReceivedMessage } from '@waypost/graph-simulator'
import type { StoredMessage } from '../../src/messages/message.ts'
import type { Sending } from '../../src/messages/send-state.ts'
import { messageStatus } from '../../src/messages/message-status.ts'
import type { CrashHarness } from './crash-harness.ts'
import { sendCases, type Story } from './crash-story.ts'
import { recipients, type ApiResponses } from './crash-story.ts'

/** What went wrong, in sentences; all empty: nothing did. */
export interface Verdict {
  /** Asked for, neither arrived nor truthfully given up. */
  readonly lost: readonly string[]
  /** Arrived twice although that was forbidden. */
  readonly doubled: readonly string[]
  /** Something was said that Meta knows better. */
  readonly falseStatuses: readonly string[]
  /** Not at rest at the end. */
  readonly stuck: readonly string[]
  /** How it ended, for the figures: a word for each recipient. */
  readonly ends: readonly string[]
}

interface Played {
  readonly story: Story
  readonly answers: ApiResponses
  readonly untaken: readonly string[]
}

/** Compares the API's answers and records with Meta's simulator. */
export async function verdictOn(played: Played, harness: CrashHarness): Promise<Verdict> {
  const { story, untaken } = played
  const two = story.way === 'outboxOfTwo'
  const reports = await Promise.all(
    recipients.slice(0, two ? 2 : 1).map(async (to) => reportOn(to, harness, await messagesTo(to, harness))),
  )
  const doc = story.way.startsWith('outbox') ? await falseDocument(reports, story, harness) : []
  return {
    lost: reports.flatMap((report) => lostIn(report, played)),
    doubled: reports.flatMap((report) => doubledIn(report, story)),
    falseStatuses: [...reports.flatMap(falseIn), ...falseAnswers(played, reports), ...doc],
    stuck: [...reports.flatMap(stuckIn), ...untaken],
    ends: reports.map(endOf),
  }
}

/** One recipient: what it got, and what we say. */
interface Report {
  readonly to: string
  readonly got: readonly ReceivedMessage[]
  readonly messages: readonly StoredMessage[]
}

const reportOn = (to: string, { rig }: CrashHarness, messages: readonly StoredMessage[]): Report => ({
  to,
  got: rig.graph.received(to),
  messages,
})

async function messagesTo(to: string, { rig }: CrashHarness): Promise<StoredMessage[]> {
  const { docs } = await rig.db.collection('messages').where('to', '==', to).get()
  const found = await Promise.all(docs.map(({ id }) => rig.needs.messages.find(id)))
  return found.filter((message) => message !== null)
}

const gaveUp = (message: StoredMessage): boolean =>
  ['failed', 'expired', 'unknown'].includes(messageStatus(message))

/** Somebody was promised it, or asks until somebody promises. */
function lostIn({ to, got, messages }: Report, { story, answers }: Played): string[] {
  const promised =
    story.way.startsWith('outbox') ||
    story.repeats ||
    answers.some((answer) => answer !== 'died' && answer.status < 300)
  if (!promised || got.length > 0) return []
  return messages.length > 0 && messages.every(gaveUp) ? [] : [`${to} got nothing and no record says so`]
}

function doubledIn({ to, got, messages }: Report, { sendCase }: Story): string[] {
  const arrived = got.filter(({ reachesPhone }) => reachesPhone).length
  const twice = arrived > 1 && !sendCases[sendCase].mayDouble ? [`${to} got it ${arrived} times`] : []
  return messages.length > 1 ? [...twice, `${to} has ${messages.length} records`] : twice
}

function falseIn({ to, got, messages }: Report): string[] {
  return messages.flatMap((message) => {
    const mine = got.filter(({ callbackData = '' }) => callbackData.includes(message.id))
    const status = messageStatus(message)
    const because = falseClaim({ status, wamid: message.wamid, code: message.error?.code }, mine)
    return because === null ? [] : [`${to} is said to be ${status}: ${because}`]
  })
}

/** What is said of a message. */
export interface Claim {
  readonly status: string
  readonly wamid: string | undefined
  /** Of its error. */
  readonly code: string | undefined
}

/** Why Meta, which accepted these, would object to a claim; null when it would not. */
export function falseClaim({ status, wamid, code }: Claim, got: readonly ReceivedMessage[]): string | null {
  const reported = got.flatMap(({ statuses }) => statuses.map((one) => one.status))
  if (status === 'accepted')
    return got.some((message) => message.wamid === wamid) ? null : 'Meta never accepted it'
  if (['sent', 'delivered', 'read', 'played'].includes(status))
    return reported.includes(status) ? null : `Meta said only: ${reported.join(', ')}`
  if (!['failed', 'expired'].includes(status)) return null
  if (got.some(({ reachesPhone }) => reachesPhone)) return 'it arrived, and Meta said so'
  if (got.length > 0 && !reported.includes('failed'))
    return `Meta accepted it and did not say that it failed (${code ?? 'no error'})`
  return null
}

/** A reported success must be one. */
function falseAnswers({ answers }: Played, reports: readonly Report[]): string[] {
  const wamids = reports.flatMap(({ got }) => got.map(({ wamid }) => wamid))
  return answers.flatMap((answer) => {
    if (answer === 'died' || answer.status !== 200) return []
    const wamid = answer.body?.['messageId']
    return typeof wamid === 'string' && wamids.includes(wamid)
      ? []
      : [`its caller received 200 and the id ${String(wamid)}, which Meta does not know`]
  })
}

/**
 * The document of an app says as much as its messages do. One that does not track is not updated after its message
 * was given up: then "it may have been sent" stays, also when a late status shows that it was.
 */
async function falseDocument(
  reports: readonly Report[],
  { track }: Story,
  { rig }: CrashHarness,
): Promise<string[]> {
  const isReported = (message: StoredMessage): boolean =>
    gaveUp(message) || (!track && message.error?.code === 'OUTCOME_UNKNOWN')
  const document = await rig.db.doc('outbox/order-1').get()
  const state = document.get('delivery.state') as unknown
  const expected = reports.some(({ messages }) => messages.some(isReported)) ? 'ERROR' : 'SUCCESS'
  return state === expected ? [] : [`the outbox document says ${String(state)}, not ${expected}`]
}

const ends: readonly Sending[] = ['accepted', 'failed', 'expired', 'unknown']

const stuckIn = ({ to, messages }: Report): string[] =>
  messages.flatMap((message) =>
    message.wakeAt === undefined && ends.includes(message.sending)
      ? []
      : [`${to} is ${message.sending}, to be woken ${message.wakeAt?.toISOString() ?? 'never'}`],
  )

function endOf({ got, messages: [message] }: Report): string {
  if (!message) return 'never asked for'
  if (gaveUp(message)) return message.error?.code ?? 'failed'
  return got.filter(({ reachesPhone }) => reachesPhone).length > 1
    ? 'arrived twice, as allowed'
    : messageStatus(message)
}

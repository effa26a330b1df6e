import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { StoredMessage } from '../../src/messages/message.ts'
import type { SendingChange } from '../../src/messages/message-store.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { message as sample } from '../support/sample-documents.ts'

/** Two attempts of one message in flight together: only the outcome of the later one counts. */
let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const outcomes = ['accepted', 'failed', 'unknown'] as const
type Outcome = (typeof outcomes)[number]

const outcomeOf = (sending: Outcome, attempt: number): SendingChange => ({
  sending,
  wakeAt: null,
  error:
    sending === 'accepted' ? null : { code: 'UPSTREAM_FAILED', message: `of attempt ${String(attempt)}` },
  ...(sending === 'accepted' && { wamid: `wamid.${String(attempt)}` }),
  entry: { source: 'waypost', at: rig.clock.now(), status: sending, attempt },
})

async function claim(message: StoredMessage): Promise<StoredMessage> {
  const attempt = message.attempt + 1
  const claimed = await rig.messages.updateIfUnchanged(message, {
    sending: 'sending',
    attempt,
    wakeAt: null,
    error: null,
    entry: { source: 'waypost', at: rig.clock.now(), status: 'sending', attempt },
  })
  if (!claimed) throw new Error('not claimed')
  return claimed
}

/** Both attempts as their holders know them. */
async function inFlightTogether(): Promise<readonly [StoredMessage, StoredMessage]> {
  const {
    error: _error,
    heldBy: _heldBy,
    outbox: _outbox,
    followUp: _followUp,
    wamid: _wamid,
    ...plain
  } = sample
  const { message } = await rig.messages.add({ ...plain, sending: 'queued', attempt: 0, timeline: [] })
  const first = await claim(message)
  const given = await rig.messages.settle(first, outcomeOf('unknown', 1))
  if (!given) throw new Error('not given up')
  return [first, await claim(given)]
}

const pairs = outcomes.flatMap((first) => outcomes.map((second) => [first, second] as const))
const cases = pairs.flatMap(([first, second]) =>
  (['first', 'second'] as const).map((earlier) => ({ first, second, earlier })),
)

it.each(cases)(
  'keeps the second one of $first and $second, when the $earlier one ends earlier',
  async ({ first, second, earlier }) => {
    const [one, two] = await inFlightTogether()
    const endings = [
      () => rig.messages.settle(one, outcomeOf(first, 1)),
      () => rig.messages.settle(two, outcomeOf(second, 2)),
    ]
    for (const end of earlier === 'first' ? endings : endings.toReversed()) await end()
    const message = await rig.messages.find(one.id)
    expect(message).toMatchObject({ sending: second, attempt: 2 })
    expect(message?.wamid).toBe(second === 'accepted' ? 'wamid.2' : undefined)
    expect(message?.error?.message).toBe(second === 'accepted' ? undefined : 'of attempt 2')
    const late = message?.timeline.filter(
      (entry) => entry.source === 'waypost' && entry.note?.startsWith('Late: attempt 2 had begun.') === true,
    )
    expect(late).toMatchObject([{ status: first, attempt: 1 }])
  },
)

it.each(['accepted', 'failed'] as const)(
  'keeps %s when another outcome of the attempt comes late',
  async (end) => {
    const [, two] = await inFlightTogether()
    await rig.messages.settle(two, outcomeOf(end, 2))
    for (const late of outcomes) expect(await rig.messages.settle(two, outcomeOf(late, 2))).toBeNull()
    expect(await rig.messages.find(two.id)).toMatchObject({ sending: end, attempt: 2 })
  },
)

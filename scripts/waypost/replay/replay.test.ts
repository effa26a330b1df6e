import type { RawWebhookView, ReprocessAnswer } from '@waypost/contract'
import { describe, expect, it } from 'vitest'
import { replay, type ReplayOptions } from './replay.ts'
import { instantOf } from './run-replay.ts'

const view = (id: string, change: Partial<RawWebhookView> = {}): RawWebhookView => ({
  id,
  kind: 'item',
  state: 'quarantined',
  field: 'messages',
  reasons: ['unknown field'],
  receivedAt: '2027-01-31T10:00:00.000Z',
  ...(change as object),
})

const stored = [
  view('late-item', { receivedAt: '2027-01-31T12:00:00.000Z' }),
  view('early-item'),
  view('late-body', { kind: 'body', receivedAt: '2027-01-31T13:00:00.000Z', bytes: 812 }),
  view('done-item', { state: 'done', reasons: [] }),
]

async function run(options: Partial<ReplayOptions>, answer: Partial<ReprocessAnswer> = {}) {
  const reprocessed: string[] = []
  const listed: [string, string][] = []
  const result = await replay(
    { since: '2027-01-30T00:00:00.000Z', quarantined: false, dryRun: false, ...options },
    {
      async *list(state, since) {
        listed.push([state, since])
        yield* stored.filter((one) => one.state === state)
      },
      async reprocess(id) {
        reprocessed.push(id)
        return { id, state: 'done', reasons: [], ...answer } as ReprocessAnswer
      },
    },
  )
  return { result, reprocessed, listed }
}

describe('replay', () => {
  it('reprocesses bodies first, then items, the oldest first', async () => {
    const { reprocessed } = await run({})
    expect(reprocessed).toEqual(['late-body', 'early-item', 'done-item', 'late-item'])
  })

  it('asks for every state since the given time', async () => {
    const since = '2027-01-29T00:00:00.000Z'
    const { listed } = await run({ since })
    expect(listed).toEqual(['quarantined', 'new', 'kept', 'done'].map((state) => [state, since]))
  })

  it('takes only quarantined ones on request', async () => {
    const { listed, reprocessed } = await run({ quarantined: true })
    expect(listed.map(([state]) => state)).toEqual(['quarantined'])
    expect(reprocessed).not.toContain('done-item')
  })

  it('reprocesses nothing in a dry run, and lists the same', async () => {
    const { result, reprocessed } = await run({ dryRun: true })
    expect(reprocessed).toEqual([])
    expect(result.map(({ id }) => id)).toEqual(['late-body', 'early-item', 'done-item', 'late-item'])
    expect(result.every((entry) => !('now' in entry))).toBe(true)
  })

  it('reports the state before and after, and the new reason', async () => {
    const { result } = await run({ quarantined: true }, { state: 'quarantined', reasons: ['still unknown'] })
    expect(result[1]).toMatchObject({ id: 'early-item', was: 'quarantined', now: 'quarantined' })
    expect(JSON.stringify(result[1])).toContain('still unknown')
  })

  it('names an item by its field and a body by its size', async () => {
    const { result } = await run({ dryRun: true, quarantined: true })
    expect(result.map(({ what }) => what)).toContain('messages')
  })
})

describe('--since', () => {
  const now = new Date('2027-01-31T18:00:00Z')
  it.each([
    ['30m', '2027-01-31T17:30:00.000Z'],
    ['2h', '2027-01-31T16:00:00.000Z'],
    ['3d', '2027-01-28T18:00:00.000Z'],
    ['2027-01-31T18:00:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
  ])('%s is %s', (written, instant) => {
    expect(instantOf(written, now)).toBe(instant)
  })

  it.each(['', 'yesterday', '3w', '-2h', '2.5h', '9999999d'])('rejects %j with exit code 2', (written) => {
    expect(() => instantOf(written, now)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining('--since takes a time') as string,
      }),
    )
  })
})

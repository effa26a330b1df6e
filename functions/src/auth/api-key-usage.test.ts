import { expect, it } from 'vitest'
import { countApiKeyUses } from './api-key-usage.ts'

type Needs = Parameters<typeof countApiKeyUses>[0]

/** Counts uses at instants, with a store that fails on request. */
function rig() {
  let ms = Date.parse('2026-03-01T12:00:00Z')
  const state = { fails: false, warnings: [] as string[] }
  const records: { hash: string; count: number; known: boolean }[] = []
  const log = { warn: (event: string) => void state.warnings.push(event) } as unknown as Needs['log']
  const use = countApiKeyUses({
    clock: { now: () => new Date(ms) },
    log,
    keys: {
      recordUses: (hash, { count, lastUsedAt }) => {
        if (state.fails) return Promise.reject(new Error('offline'))
        records.push({ hash, count, known: lastUsedAt?.getTime() === ms })
        return Promise.resolve()
      },
    },
  })
  const at = (seconds: number) => {
    ms = Date.parse('2026-03-01T12:00:00Z') + seconds * 1000
  }
  return { use, at, records, state }
}

it('records the first use of a key at once, and later ones once a minute', async () => {
  const { use, at, records } = rig()
  for (const second of [0, 1, 59.999]) {
    at(second)
    await use('a')
  }
  expect(records).toEqual([{ hash: 'a', count: 1, known: true }])
  at(60)
  await use('a')
  expect(records.slice(1)).toEqual([{ hash: 'a', count: 3, known: true }])
})

it('records uses of a key with a request of another, without a time of last use', async () => {
  const { use, at, records } = rig()
  await use('a')
  await use('a')
  at(61)
  await use('b')
  expect(records).toHaveLength(3)
  expect(records).toContainEqual({ hash: 'a', count: 1, known: false })
  expect(records).toContainEqual({ hash: 'b', count: 1, known: true })
})

it('loses no use when a record fails, and lets the request pass', async () => {
  const { use, at, records, state } = rig()
  state.fails = true
  await use('a')
  await use('a')
  expect(state.warnings).toEqual(['key.uses_not_recorded'])
  state.fails = false
  at(60)
  await use('a')
  expect(records).toEqual([{ hash: 'a', count: 3, known: true }])
})

it('counts every use exactly once over many minutes and keys', async () => {
  const { use, at, records } = rig()
  for (let second = 0; second < 600; second += 7) {
    at(second)
    await use(second % 2 === 0 ? 'a' : 'b')
  }
  at(10_000)
  await use('c')
  const total = (hash: string) =>
    records.filter((one) => one.hash === hash).reduce((n, { count }) => n + count, 0)
  expect([total('a'), total('b'), total('c')]).toEqual([43, 43, 1])
})

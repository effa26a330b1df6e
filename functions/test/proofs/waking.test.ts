import { expect, it } from 'vitest'
import { faultsOfWaking, waking } from './waking-proof.ts'

it('wakes held messages until none is left, at the pace of the session', async () => {
  const size = { held: 400, perSecond: 2 }
  const figures = await waking(size)
  expect(faultsOfWaking(figures, size), JSON.stringify(figures)).toEqual([])
}, 120_000)

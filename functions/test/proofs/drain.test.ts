import { expect, it } from 'vitest'
import { drain } from './drain-proof.ts'

it('sends what is due at its pace, reads it once, and does not look at what rests', async () => {
  const figures = await drain({ due: 450, atRest: 450, perSecond: 20 })
  expect(figures).toEqual({
    // Each once, and one for the question that found nothing.
    reads: 450 + 1,
    // Claimed and settled.
    writes: 2 * 450,
    graphCalls: 450,
    once: 450,
    sweeps: 2,
    fullestSecond: 20,
    busySeconds: 23,
    seconds: 449 / 20,
    left: 0,
  })
})

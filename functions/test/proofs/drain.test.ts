import { expect, it } from 'vitest'
import { drain } from './drain-proof.ts'

it('sends what is due at its pace, reads it once, and does not look at what rests', async () => {
  const figures = await drain({ due: 450, atRest: 450 })
  expect(figures).toEqual({
    // Each by the sweep and by its task, and one for the query that found nothing.
    reads: 2 * 450 + 1,
    // Handed over, claimed and settled.
    writes: 3 * 450,
    graphCalls: 450,
    once: 450,
    sweeps: 2,
    fullestSecond: 20,
    busySeconds: 23,
    // The tasks of one second run together.
    seconds: 22,
    left: 0,
  })
})

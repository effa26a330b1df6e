import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { mutate } from './mutant-place.ts'
import { mutants } from './mutants.ts'

/** `npm run test:mutants` runs the proofs against them. */
it.each(mutants)('finds the place of the mutant "$name" and its proof', (mutant) => {
  expect(mutate(mutant)).not.toBe('')
  expect(existsSync(resolve(import.meta.dirname, '../..', mutant.proof))).toBe(true)
})

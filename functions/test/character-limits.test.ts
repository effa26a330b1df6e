import { characterCount } from '@waypost/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { characterCount as simulated } from '../../packages/graph-simulator/src/graph/character-count.ts'

it('counts characters in the simulator as in the contract', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(simulated(text)).toBe(characterCount(text))
    }),
  )
})

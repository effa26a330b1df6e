import fc from 'fast-check'
import { engineRig } from '../support/engine-rig.ts'
import { begin, beginnings, letItRest, lives } from './model-commands.ts'
import { realWorld } from './model-real.ts'
import { newWorld } from './reference-message.ts'

export interface ModelFigures {
  readonly lives: number
  readonly steps: number
  readonly sends: number
}

/** Lets messages live `runs` lives in the engine and in the story, which must agree after every step. */
export async function modelProof({ seed, runs }: { seed: number; runs: number }): Promise<ModelFigures> {
  const rig = await engineRig()
  const figures = { lives: 0, steps: 0, sends: 0 }
  const property = fc.asyncProperty(beginnings, lives, async (beginning, steps) => {
    const real = await realWorld(rig)
    const world = newWorld(rig.clock.now().getTime())
    await begin(beginning, world, real)
    await fc.asyncModelRun(() => ({ model: world, real }), steps)
    await letItRest(world, real)
    figures.lives++
    figures.steps += real.steps
    figures.sends += rig.graph.attempts().length
  })
  try {
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: process.env['SHRINK'] === undefined })
  } finally {
    await rig.close()
  }
  return figures
}

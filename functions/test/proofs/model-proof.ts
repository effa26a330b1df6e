import fc from 'fast-check'
import { engineRig } from '../support/engine-rig.ts'
import { begin, beginnings, letItRest, lives } from './model-commands.ts'
import { createRealSystem } from './model-real.ts'
import { createModel } from './reference-message.ts'

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
    const real = await createRealSystem(rig)
    const model = createModel(rig.clock.now().getTime())
    await begin(beginning, model, real)
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await letItRest(model, real)
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

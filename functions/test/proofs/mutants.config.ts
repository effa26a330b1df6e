import { defineConfig } from 'vitest/config'
import { fileOf, mutate } from './mutant-place.ts'
import { mutants } from './mutants.ts'

// Google's client would ask the cloud's metadata server who it is; there is none to answer.
process.env['METADATA_SERVER_DETECTION'] ??= 'none'

const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])

/** The tests, on sources that one mutant changed as they are loaded. Used by `run-mutants.ts`. */
export default defineConfig({
  test: {
    include: ['functions/test/**/*.test.ts', 'functions/src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    bail: 1,
    // A cached module would not be changed.
    fsModuleCache: false,
    fileParallelism: false,
  },
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (code, id) => (mutant && id === fileOf(mutant) ? mutate(mutant, code) : undefined),
    },
  ],
})

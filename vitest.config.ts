import { defineConfig } from 'vitest/config'

// Google's client would ask the cloud's metadata server who it is; nobody is there to answer.
process.env['METADATA_SERVER_DETECTION'] ??= 'none'

/**
 * Three suites: `plain` needs nothing running, `tools` starts embedded tools of its own,
 * `journeys` go through the front door of one local stack that is started once.
 */
export default defineConfig({
  test: {
    // One for each core: tests wait for servers more than they compute.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'plain',
          include: [
            'functions/src/**/*.test.ts',
            'functions/test/*.test.ts',
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/**/*.test.ts',
          ],
          exclude: ['scripts/test/**'],
        },
      },
      {
        test: {
          name: 'tools',
          include: [
            'packages/*/test/**/*.test.ts',
            'scripts/test/**/*.test.ts',
            'functions/test/{engine,intake,proofs}/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['functions/test/journeys/**/*.test.ts'],
          globalSetup: ['functions/test/support/stack.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})

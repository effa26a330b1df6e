import { describe, expect, it } from 'vitest'
import { commandLine, deployPlan } from './deploy-plan.ts'

const plan = (force = false) => deployPlan({ project: 'acme', force })

describe('the plan of a deploy', () => {
  it('deploys what others depend on first', () => {
    expect(plan().map(({ id }) => id)).toEqual(['build', 'rules', 'indexes', 'functions', 'hosting'])
  })

  it('names the project in every command of the Firebase CLI, and asks nothing', () => {
    for (const step of plan().filter(({ program }) => program === 'firebase'))
      expect(commandLine(step)).toMatch(/^firebase deploy --only \S+ --project acme --non-interactive$/)
  })

  it('deploys each part once', () => {
    const parts = plan().flatMap(({ args }) => args[args.indexOf('--only') + 1] ?? [])
    expect(parts.slice(1)).toEqual(['firestore:rules', 'firestore:indexes', 'functions', 'hosting'])
  })

  it('forces the functions alone', () => {
    const forced = plan(true).filter(({ args }) => args.includes('--force'))
    expect(forced.map(({ id }) => id)).toEqual(['functions'])
  })
})

/** The steps by themselves: what waits, what gives up, what is left alone. */
import type { HealthDetails } from '@waypost/contract'
import { expect, it } from 'vitest'
import { fingerprintOf } from '../../../functions/src/sessions/access-token.ts'
import { CommandError } from '../terminal/command-error.ts'
import { updateSteps, type UpdateStep, type UpdateTokenNeeds } from './update-token.ts'

const token = 'EAAnew'
const used = (value: string, state: 'valid' | 'invalid' = 'valid') => ({
  fingerprint: fingerprintOf(value),
  state,
})

/** Everything goes well unless it is said otherwise; `said` lists what was done to the world. */
function world(
  change: Partial<UpdateTokenNeeds> = {},
  answers: { fingerprint: string; state: string }[] = [],
) {
  const said: string[] = []
  const details = async () =>
    ({
      token: answers.length > 1 ? answers.shift() : answers[0],
      sessionsOnHold: [],
    }) as unknown as HealthDetails
  const needs: UpdateTokenNeeds = {
    inspect: async () => ({ state: 'valid', fingerprint: '', missingPermissions: [], type: 'SYSTEM_USER' }),
    number: async () => [],
    versions: {
      list: async () => [
        { id: '3', enabled: true },
        { id: '2', enabled: false },
        { id: '1', enabled: true },
      ],
      read: async () => 'EAAold',
      add: async () => void said.push('added'),
      disable: async (id) => void said.push(`disabled ${id}`),
    },
    usingFunctions: async () => ['api'],
    versionsInUse: async () => [{ name: 'api', version: '3' }],
    deploy: async (names) => void said.push(`deployed ${names.join()}`),
    api: { details, resume: async () => 0 },
    wabaId: '',
    now: () => new Date('2026-11-03T00:00:00Z'),
    sleep: async (seconds) => void said.push(`slept ${String(seconds)}`),
    ...change,
  }
  const step = (id: UpdateStep['id']) => {
    const found = updateSteps(token, needs).find((one) => one.id === id)
    if (!found) throw new Error(`no step ${id}`)
    return found
  }
  return { said, step }
}

it('waits while a warm instance still answers with the old token', async () => {
  const { said, step } = world({}, [used('EAAold'), used('EAAold'), used(token)])
  expect(await step('verify').run()).toMatchObject({ state: 'done' })
  expect(said).toEqual(['slept 6', 'slept 6'])
})

it('gives up after two minutes, and says which of the two is wrong', async () => {
  const old = world({}, [used('EAAold')])
  await expect(old.step('verify').run()).rejects.toThrow('After 2 minutes the API still uses another token.')
  expect(old.said).toHaveLength(19)
  await expect(
    world({}, [used(token, 'invalid')])
      .step('verify')
      .run(),
  ).rejects.toThrow('reports it as invalid')
})

it('disables every older version that is enabled, and never the newest', async () => {
  const { said, step } = world()
  await step('disable').run()
  expect(said).toEqual(['disabled 1'])
})

it('disables nothing while a deployed function uses an old version', async () => {
  const { said, step } = world({ versionsInUse: async () => [{ name: 'elsewhere', version: '1' }] })
  await expect(step('disable').run()).rejects.toThrow('elsewhere uses version 1')
  expect(said).toEqual([])
})

it('does not store a token twice', async () => {
  const { said, step } = world()
  await step('store').run()
  const versions = { list: async () => [{ id: '4', enabled: true }], read: async () => token }
  const again = world({
    versions: { ...versions, add: async () => void said.push('twice'), disable: async () => undefined },
  })
  expect(await again.step('store').run()).toMatchObject({ state: 'skipped' })
  expect(said).toEqual(['added'])
})

it('stores it as the first version of a new secret', async () => {
  const nothing = { list: async () => [], read: async () => Promise.reject(new CommandError('no version')) }
  const { said, step } = world()
  const first = world({
    versions: { ...nothing, add: async () => void said.push('added'), disable: async () => undefined },
  })
  expect(await first.step('store').run()).toMatchObject({ state: 'done' })
  expect(step('store').id).toBe('store')
  expect(said).toEqual(['added'])
})

it('resumes the others when one session is refused, and fails with its reason', async () => {
  const held = ['a', 'b', 'c'].map((id) => ({
    id,
    name: id,
    code: 'WHATSAPP_TOKEN_EXPIRED',
    reason: '',
    since: '',
  }))
  const resumed: string[] = []
  const { step } = world({
    api: {
      details: async () => ({ sessionsOnHold: held }) as unknown as HealthDetails,
      resume: async (id) => {
        if (id === 'b') throw new CommandError('Meta still refuses: restricted')
        resumed.push(id)
        return 2
      },
    },
  })
  await expect(step('resume').run()).rejects.toThrow(
    /b \(b\): Meta still refuses: restricted\na \(a\) is resumed; 2/,
  )
  expect(resumed).toEqual(['a', 'c'])
})

it('says for each step what to do when it fails', () => {
  const { step } = world()
  for (const id of ['check', 'store', 'deploy', 'verify', 'resume', 'disable'] as const)
    expect(step(id).afterFailure()).toMatch(/again|nothing was changed/i)
})

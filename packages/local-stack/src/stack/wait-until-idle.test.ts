import { expect, it } from 'vitest'
import { waitUntilIdle } from './wait-until-idle.ts'

const quiet = { name: 'tasks', idle: async () => undefined }

it('looks again when something happened while it looked: one part’s work may start another’s', async () => {
  const activities = ['1', '2', '2']
  let looks = 0
  const part = { name: 'events', idle: async () => void (looks += 1) }
  await waitUntilIdle({ parts: [part], activity: async () => activities.shift() ?? '2' }, 1000)
  expect(looks).toBe(2)
})

it('names the parts that stay busy', async () => {
  const busy = { name: 'Firestore events', idle: () => new Promise<void>(() => undefined) }
  const waiting = waitUntilIdle({ parts: [quiet, busy], activity: async () => '' }, 5)
  await expect(waiting).rejects.toThrow('Still busy after 5 ms: Firestore events.')
})

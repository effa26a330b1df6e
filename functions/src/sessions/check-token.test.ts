import { expect, it } from 'vitest'
import type { LogFields } from '../kernel/log.ts'
import type { TokenStatus } from './access-token.ts'
import { checkToken, warningFor } from './check-token.ts'

const start = new Date('2026-11-01T06:17:00Z')
const day = 86_400_000
const status: TokenStatus = {
  state: 'valid',
  fingerprint: '9f86d081884c',
  type: 'SYSTEM_USER',
  missingPermissions: [],
}
const endingIn = (days: number): TokenStatus => ({
  ...status,
  expiresAt: new Date(start.getTime() + days * day),
})

/** Runs the check `runs` times, one day apart, and tells what was logged on which day. */
async function watch(subject: TokenStatus, runs: number, everyDays = 1) {
  const kept = new Set<string>()
  const lines: [day: number, severity: string, event: string][] = []
  for (let run = 0; run < runs; run++) {
    const today = run * everyDays
    const say = (severity: string) => (event: string, _fields?: LogFields) =>
      void lines.push([today, severity, event])
    await checkToken({
      inspect: async () => subject,
      saveWarning: async ({ event, key }) => {
        const words = [event, ...key].join()
        return !kept.has(words) && Boolean(kept.add(words))
      },
      clock: { now: () => new Date(start.getTime() + today * day) },
      log: { info: say('info'), warn: say('warn'), error: say('error') },
    })
  }
  return lines
}

it('warns 14, 7, 3 and 1 days before the end, once each', async () => {
  expect(await watch(endingIn(16.5), 17)).toEqual([
    [3, 'warn', 'token.expires_soon'],
    [10, 'warn', 'token.expires_soon'],
    [14, 'error', 'token.expires_soon'],
    [16, 'error', 'token.expires_soon'],
  ])
})

it('says it once however often it looks on one day', async () => {
  expect(await watch(endingIn(6), 5, 0)).toHaveLength(1)
})

it('skips thresholds that passed between two runs', async () => {
  expect(await watch(endingIn(2), 1)).toEqual([[0, 'error', 'token.expires_soon']])
})

it('takes the day on which access to data ends for an end', async () => {
  const ends = { ...endingIn(300), dataAccessExpiresAt: new Date(start.getTime() + 5 * day) }
  expect(await watch(ends, 1)).toEqual([[0, 'warn', 'token.expires_soon']])
})

it('is silent about a token that never ends', async () => {
  expect(await watch(status, 30)).toEqual([])
})

it('is an error on each day on which the token is not valid', async () => {
  expect(await watch({ ...status, state: 'invalid', reason: 'Session has expired.' }, 3)).toEqual([
    [0, 'error', 'token.invalid'],
    [1, 'error', 'token.invalid'],
    [2, 'error', 'token.invalid'],
  ])
})

it('fails when Meta cannot be asked, so that the schedule tries again', async () => {
  const silent: TokenStatus = { ...status, state: 'unknown', reason: 'Meta could not be reached.' }
  await expect(watch(silent, 1)).rejects.toThrow('Meta could not be reached.')
})

it('names the secret of a token that belongs to one session', () => {
  const invalid = { ...status, state: 'invalid' as const }
  expect(warningFor(invalid, start, 'SHOP_ACCESS_TOKEN')).toMatchObject({
    secret: 'SHOP_ACCESS_TOKEN',
    message: expect.stringContaining('store it in the secret SHOP_ACCESS_TOKEN and deploy') as string,
  })
  expect(warningFor(invalid, start)).toMatchObject({ secret: 'WHATSAPP_ACCESS_TOKEN' })
})

import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { GraphError } from '../graph/graph-error.ts'
import {
  MANAGEMENT,
  MESSAGING,
  newAccessToken,
  requireAccess,
  requireProof,
  tokenProblem,
  unixSeconds,
} from './access-token.ts'

const now = new Date('2026-11-01T12:00:00Z')
const token = (changes: object = {}) => ({
  ...newAccessToken('EAA1', ['waba-1'], { appId: 'app', now }),
  ...changes,
})
function refusalOf(action: () => unknown): GraphError['refusal'] | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof GraphError) return error.refusal
    throw error
  }
  return undefined
}

it('never expires unless it says so', () => {
  expect(tokenProblem(token(), new Date('2099-01-01'))).toBeUndefined()
})

it('expires at its time, with code 190 and subcode 463', () => {
  const expiring = token({ expiresAt: unixSeconds(now) + 60 })
  expect(tokenProblem(expiring, now)).toBeUndefined()
  const problem = tokenProblem(expiring, new Date(now.getTime() + 60_000))
  expect(problem?.refusal).toMatchObject({ code: 190, subcode: 463 })
  expect(problem?.message).toContain('Session has expired on Sun, 01 Nov 2026 12:01:00 GMT')
})

it.each([
  [458, 'has not authorized application'],
  [459, 'checkpointed'],
  [460, 'changed their password'],
  [464, 'not a confirmed user'],
  [467, 'logged out'],
  [492, 'lost the role'],
  [999, 'The session is invalid.'],
])('reports a revoked token with subcode %i', (revokedSubcode, words) => {
  const problem = tokenProblem(token({ revokedSubcode }), now)
  expect(problem?.refusal).toMatchObject({ code: 190, subcode: revokedSubcode })
  expect(problem?.message).toContain(words)
})

it('needs the scope of a call (10), and access to the account (200)', () => {
  requireAccess(token(), MESSAGING, 'waba-1')
  const noScope = refusalOf(() => requireAccess(token({ scopes: [MESSAGING] }), MANAGEMENT, 'waba-1'))
  expect(noScope).toMatchObject({ code: 10 })
  expect(noScope?.details).toContain(MANAGEMENT)
  expect(refusalOf(() => requireAccess(token(), MESSAGING, 'waba-2'))).toMatchObject({ code: 200 })
})

it('may touch every account when its scope names none', () => {
  const granularScopes = [{ scope: MESSAGING }]
  requireAccess(token({ granularScopes }), MESSAGING, 'any')
})

const sign = (text: string, secret = 'app secret') => createHmac('sha256', secret).update(text).digest('hex')
const proof = (query: Record<string, string>, required = false) =>
  refusalOf(() => requireProof('EAA1', new URLSearchParams(query), { secret: 'app secret', required, now }))

it.each<[string, Record<string, string>, boolean, string | undefined]>([
  ['no proof where none is required', {}, false, undefined],
  ['a right proof', { appsecret_proof: sign('EAA1') }, true, undefined],
  ['no proof where one is required', {}, true, 'require an appsecret_proof'],
  ['a proof of another token', { appsecret_proof: sign('EAA2') }, false, 'Invalid appsecret_proof'],
  ['a proof with another secret', { appsecret_proof: sign('EAA1', 'x') }, false, 'Invalid appsecret_proof'],
])('checks %s', (_, query, required, message) => {
  const refusal = proof(query, required)
  if (message === undefined) expect(refusal).toBeUndefined()
  else expect(refusal).toMatchObject({ code: 100, message: expect.stringContaining(message) as string })
})

it.each([
  [0, true],
  [300, true],
  [-300, true],
  [301, false],
  [-301, false],
])('takes a proof with a time %i seconds away: %s', (seconds, accepted) => {
  const time = String(unixSeconds(now) + seconds)
  const refusal = proof({ appsecret_time: time, appsecret_proof: sign(`EAA1|${time}`) })
  expect(refusal === undefined).toBe(accepted)
})

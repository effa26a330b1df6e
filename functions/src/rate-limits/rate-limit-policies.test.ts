import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { Caller, KeyCaller, Role } from '../http/caller.ts'
import { rateLimitHeaders } from './rate-limit-headers.ts'
import { addressRateLimit, assertAdmitted, callerRateLimit, sessionRateLimit } from './rate-limit-policies.ts'

const limits = { unauthenticated: 30, plainUser: 100, trustedUser: 1000, key: 5000 }
const key = (more: Partial<KeyCaller> = {}): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'user:ann',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
  ...more,
})
const user = (role: Role): Caller => ({ kind: 'user', uid: 'ann', role })

it.each<[string, Caller, string, number]>([
  ['a user without a role', user('plain'), 'user:ann', 100],
  ['a sender', user('sender'), 'user:ann', 1000],
  ['an operator', user('operator'), 'user:ann', 1000],
  ['an administrator', user('admin'), 'user:ann', 1000],
  ['a key', key(), 'key:key_1', 5000],
  ['a key with a limit of its own', key({ limits: { requestsPer15Minutes: 7 } }), 'key:key_1', 7],
])('gives %s its own quota in a quarter of an hour', (_name, caller, subject, requests) => {
  expect(callerRateLimit(caller, limits)).toMatchObject({ subject, quota: { requests, seconds: 900 } })
})

it('has no limit where the configured one is 0, unless the key has its own', () => {
  const none = { unauthenticated: 0, plainUser: 0, trustedUser: 0, key: 0 }
  expect([key(), user('plain'), user('admin')].map((one) => callerRateLimit(one, none))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(addressRateLimit('192.0.2.1', none)).toBeUndefined()
  expect(callerRateLimit(key({ limits: { requestsPer15Minutes: 7 } }), none)?.quota.requests).toBe(7)
})

it('counts callers without credentials by address, those of one IPv6 network together', () => {
  expect(addressRateLimit('192.0.2.1', limits)).toMatchObject({
    policy: 'address',
    subject: 'address:192.0.2.1',
    quota: { requests: 30, seconds: 900 },
  })
  const [one, same, other] = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:9:9::1'].map(
    (address) => addressRateLimit(address, limits)?.subject,
  )
  expect(one).toBe(same)
  expect(one).not.toBe(other)
})

it.each([
  ['a paired phone', 'web', 'live', 'session:ses_1', 20],
  ['a Cloud API number', 'cloud', 'live', 'session:ses_1', 600],
  ['test sends, apart from live ones', 'cloud', 'test', 'session:test:ses_1', 600],
] as const)('limits messages a minute through %s', (_name, channel, mode, subject, requests) => {
  expect(sessionRateLimit({ id: 'ses_1', channel, mode }, { web: 20, cloud: 600 })).toEqual({
    policy: 'session',
    subject,
    quota: { requests, seconds: 60 },
  })
})

const state = (retryAfterSeconds: number, admitted = false) => ({
  quota: { requests: 20, seconds: 900 },
  admitted,
  remaining: 0,
  nextTokenInSeconds: retryAfterSeconds,
  retryAfterSeconds,
})
const refusal = (policy: 'key' | 'user' | 'address' | 'session', seconds: number, windowSeconds = 900) => {
  const quota = { requests: 20, seconds: windowSeconds }
  try {
    assertAdmitted({ policy, subject: 'x', quota }, { ...state(seconds), quota })
  } catch (error) {
    return error
  }
  return undefined
}

it.each([
  ['key', 900, 'This API key may make 20 requests in 15 minutes. Try again in 45 s.'],
  ['user', 900, 'This user may make 20 requests in 15 minutes. Try again in 45 s.'],
  ['address', 900, 'Without credentials, an address may make 20 requests in 15 minutes. Try again in 45 s.'],
  ['session', 60, 'This session may make 20 messages in a minute. Try again in 45 s.'],
] as const)('tells a %s over its limit what it may do and when to try again', (policy, seconds, message) => {
  expect(refusal(policy, 45, seconds)).toMatchObject({ code: 'RATE_LIMITED', message, retryAfterSeconds: 45 })
})

it('never asks for a retry in zero seconds', () => {
  const error = refusal('key', 0)
  expect(isWaypostError(error) && error.retryAfterSeconds).toBe(1)
})

it('lets an admitted request pass, even the last one', () => {
  const limit = { policy: 'key', subject: 'key:1', quota: { requests: 20, seconds: 900 } } as const
  expect(() => {
    assertAdmitted(limit, state(45, true))
  }).not.toThrow()
})

it('reports the quota as structured fields and in the older headers', () => {
  expect(rateLimitHeaders('user', { ...state(45, true), remaining: 3, retryAfterSeconds: 0 })).toEqual({
    'RateLimit-Policy': '"user";q=20;w=900',
    RateLimit: '"user";r=3;t=45',
    'RateLimit-Limit': '20',
    'RateLimit-Remaining': '3',
    'RateLimit-Reset': '45',
  })
})

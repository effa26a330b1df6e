import { WaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { Caller } from '../http/caller.ts'
import type { AuditAction } from './audit-action.ts'
import { auditActor, createAuditRecorder } from './record-audit-action.ts'
import { withAudit } from './with-audit.ts'

const caller: Caller = { kind: 'user', uid: 'ann', role: 'operator' }
const request = { caller, requestId: 'req_1', ip: '192.0.2.1' }
const act = { action: 'session.resumed', target: 'ses_1', details: { cause: 'asked' } }

const recorder = () => {
  const order: (AuditAction | string)[] = []
  const recordAuditAction = (one: AuditAction) => {
    order.push(one)
    return Promise.resolve()
  }
  return { order, run: <T>(work: () => Promise<T>) => withAudit({ act, request, recordAuditAction }, work) }
}

it('records an action before it is done', async () => {
  const { order, run } = recorder()
  const result = await run(() => {
    order.push('work')
    return Promise.resolve(7)
  })
  expect(result).toBe(7)
  expect(order).toEqual([act, 'work'])
})

it('does nothing that could not be recorded', async () => {
  let worked = false
  const refused = withAudit(
    { act, request, recordAuditAction: () => Promise.reject(new Error('no audit')) },
    () => {
      worked = true
      return Promise.resolve()
    },
  )
  await expect(refused).rejects.toThrow('no audit')
  expect(worked).toBe(false)
})

it.each<[string, Error, string]>([
  ['our code', new WaypostError('KEY_ENDED'), 'KEY_ENDED'],
  ['no inner words', new TypeError('secret at 10.0.0.1'), 'INTERNAL'],
])('records a failure a second time, with %s, and still fails', async (_name, error, because) => {
  const { order, run } = recorder()
  await expect(run(() => Promise.reject(error))).rejects.toBe(error)
  expect(order).toEqual([act, { ...act, outcome: 'failed', details: { cause: 'asked', because } }])
})

it('stores who did it, from where, when, and that it was done', async () => {
  const stored: object[] = []
  const at = new Date('2026-03-01T12:00:00Z')
  const record = createAuditRecorder({
    audit: { add: (one) => Promise.resolve(void stored.push(one)) },
    ids: { next: (prefix) => `${prefix}_1` },
    clock: { now: () => at },
  })
  await record({ action: 'key.revoked', target: 'key_9' }, request)
  expect(stored).toEqual([
    {
      id: 'aud_1',
      at,
      action: 'key.revoked',
      target: 'key_9',
      outcome: 'done',
      details: {},
      actor: 'user:ann',
      requestId: 'req_1',
      ip: '192.0.2.1',
    },
  ])
})

it('answers UNAVAILABLE, and keeps the cause, when the audit log cannot be written', async () => {
  const cause = new Error('deadline')
  const record = createAuditRecorder({
    audit: { add: () => Promise.reject(cause) },
    ids: { next: (prefix) => `${prefix}_1` },
    clock: { now: () => new Date(0) },
  })
  await expect(record(act, request)).rejects.toMatchObject({ code: 'UNAVAILABLE', cause })
})

it('names a key as the actor, not its owner', () => {
  const key: Caller = {
    kind: 'key',
    keyId: 'key_1',
    owner: 'user:ann',
    scopes: [],
    sessions: 'all',
    mode: 'live',
  }
  expect(auditActor(key)).toBe('key_1')
})

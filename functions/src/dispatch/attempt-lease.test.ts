import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { GRAPH_TIMEOUT_SECONDS } from '../graph/graph-client.ts'
import { after } from '../kernel/clock.ts'
import type { StoredMessage } from '../messages/message.ts'
import { hasTimeToSend, LEASE_SECONDS, leaseEnd } from './attempt-lease.ts'

const deployed = readFileSync(resolve(import.meta.dirname, '../../test/deployed.expected.txt'), 'utf8')

/** Functions that call Meta's send endpoint, and how long the platform lets them run. */
const sending = ['api', 'dispatchMessage', 'outbox'].map((name) => {
  const settings = deployed.split('\n\n').find((section) => section.startsWith(`${name}\n`)) ?? ''
  return [name, Number(/timeoutSeconds (\d+)/.exec(settings)?.[1])] as const
})

it.each(sending)(
  'ends a request before its lease, and the lease before the function %s',
  (_name, seconds) => {
    expect(GRAPH_TIMEOUT_SECONDS).toBeLessThan(LEASE_SECONDS)
    expect(LEASE_SECONDS).toBeLessThan(seconds)
  },
)

const now = new Date('2026-03-01T12:00:00Z')
const claimed = { wakeAt: leaseEnd(now) } as StoredMessage
const clockIn = (seconds: number) => ({ now: () => after(now, seconds) })

it('sends only while a whole request fits into the lease', () => {
  expect(hasTimeToSend(claimed, clockIn(0))).toBe(true)
  expect(hasTimeToSend(claimed, clockIn(LEASE_SECONDS - GRAPH_TIMEOUT_SECONDS))).toBe(true)
  expect(hasTimeToSend(claimed, clockIn(LEASE_SECONDS - GRAPH_TIMEOUT_SECONDS + 1))).toBe(false)
})

import { expect, it } from 'vitest'
import type { StoredMessage } from '../messages/message.ts'
import type { TimelineEntry } from '../messages/timeline.ts'
import { endOfUnknown, finalUnknown, mayResend, noResendReason, unknownAttempts } from './unknown-outcome.ts'

const at = new Date('2026-01-01T00:00:00Z')
const lost = (attempt: number): TimelineEntry => ({ source: 'waypost', at, status: 'unknown', attempt })
const reported = (status: string, attempt: number): TimelineEntry => ({
  source: 'meta',
  at,
  status,
  attempt,
  wamid: 'wamid.1',
  raw: '{}',
})
const message = (
  timeline: readonly TimelineEntry[],
  changed: Partial<StoredMessage> = {},
): StoredMessage => ({
  id: 'msg_1',
  direction: 'out',
  owner: 'shop',
  sessionId: 'ses_a',
  to: '+4915100000001',
  conversationId: 'cnv_1',
  content: { type: 'text', text: { body: 'Hello' } },
  mode: 'live',
  metadata: {},
  ifUnknown: 'resend',
  cancelOn: [],
  notAfter: at,
  createdAt: at,
  purgeAt: at,
  sending: 'unknown',
  attempt: 1,
  progress: 0,
  timeline,
  version: 1,
  ...changed,
})
const refused = { code: 'UPSTREAM_FAILED', message: 'Meta refused it.', meta: { code: 131026 } } as const

it.each<[string, TimelineEntry[], Partial<StoredMessage>, number]>([
  ['no attempt when none was lost', [], {}, 0],
  ['each attempt whose answer was lost', [lost(1), lost(2)], {}, 2],
  ['an attempt once that was noted twice', [lost(1), lost(1)], {}, 1],
  ['no attempt that Meta reported as failed', [lost(1), reported('failed', 1)], {}, 0],
  ['an attempt although another one failed', [lost(1), reported('failed', 2)], {}, 1],
  ['an attempt that Meta reported as sent', [lost(1), reported('sent', 1)], {}, 1],
  ['no attempt before the message was retried on request', [lost(1)], { attemptBase: 1 }, 0],
  ['an attempt after it was retried on request', [lost(1), lost(2)], { attemptBase: 1 }, 1],
])('counts %s as possibly arrived', (_name, timeline, changed, count) => {
  expect(unknownAttempts(message(timeline, changed))).toBe(count)
})

it.each([
  ['resend', [lost(1)], true],
  ['resend', [lost(1), lost(2)], false],
  ['resend', [lost(1), lost(2), reported('failed', 1)], true],
  ['fail', [lost(1)], false],
] as const)('a sender who asked to %s gets at most one second copy', (ifUnknown, timeline, may) => {
  expect(mayResend(message(timeline, { ifUnknown }))).toBe(may)
})

it.each(['failed', 'expired', 'suppressed'] as const)(
  'does not claim that a message %s while an earlier attempt may have arrived',
  (sending) => {
    const settled = endOfUnknown(message([lost(1)]), { sending, error: refused })
    expect(settled).toMatchObject({
      sending: 'unknown',
      error: { code: 'OUTCOME_UNKNOWN', meta: { code: 131026 } },
    })
    expect(settled).toHaveProperty(
      'error.message',
      expect.stringContaining('not sent again: Meta refused it.'),
    )
  },
)

it.each(['failed', 'expired', 'suppressed'] as const)(
  'says that a message %s when no attempt was lost',
  (sending) => {
    const settlement = { sending, error: refused }
    expect(endOfUnknown(message([]), settlement)).toBe(settlement)
  },
)

it('leaves a message accepted although an earlier attempt was lost', () => {
  const settlement = { sending: 'accepted', wamid: 'wamid.2' } as const
  expect(endOfUnknown(message([lost(1)]), settlement)).toBe(settlement)
})

it('tries again after an outage although an earlier attempt was lost', () => {
  const settlement = { sending: 'errored', error: refused, wakeAt: at } as const
  expect(endOfUnknown(message([lost(1)]), settlement)).toBe(settlement)
})

it('looks at a message no more whose outcome stays unknown', () => {
  expect(finalUnknown('Why.')).not.toHaveProperty('wakeAt')
  expect(finalUnknown('Why.')).not.toHaveProperty('error.meta')
})

it('tells the sender whether its own request or the limit prevents another copy', () => {
  expect(noResendReason(message([], { ifUnknown: 'fail' }))).toContain('`ifUnknown` is `fail`')
  expect(noResendReason(message([], { ifUnknown: 'resend' }))).toContain('resent once already')
})

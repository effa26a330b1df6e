import { expect, it } from 'vitest'
import type { Behaviour, StatusStep } from '../behaviours/behaviour.ts'
import { toPart } from '../graph/json-part.ts'
import { controlMessage, count, parsePersonId, rejectUnknownKeys } from './control-request.ts'
import { readBehaviour, readStep } from './read-behaviour.ts'

const body = (value: object) => toPart(value, '')
/** The message that the control API answers with. */
function messageOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    return controlMessage(error as Error)
  }
  return 'nothing was refused'
}

it.each<[string, object, Behaviour]>([
  ['nothing', {}, {}],
  ['a code alone', { code: 131056 }, { refuse: { code: 131056 } }],
  [
    'a whole refusal',
    {
      refuse: {
        code: 4,
        details: 'Slow down',
        transient: true,
        subcode: 1,
        httpStatus: 429,
        retryAfterSeconds: 2,
        regainAccessMinutes: 5,
      },
    },
    {
      refuse: {
        code: 4,
        details: 'Slow down',
        transient: true,
        subcode: 1,
        httpStatus: 429,
        retryAfterSeconds: 2,
        regainAccessMinutes: 5,
      },
    },
  ],
  [
    "a proxy's page",
    { raw: {} },
    { raw: { httpStatus: 502, contentType: 'text/html', body: '<html><body>Bad gateway</body></html>\n' } },
  ],
  [
    'a page of its own',
    { raw: { httpStatus: 503, contentType: 'text/plain', body: '', retryAfterSeconds: 7 } },
    { raw: { httpStatus: 503, contentType: 'text/plain', body: '', retryAfterSeconds: 7 } },
  ],
  ['a lost answer', { connection: 'response_lost' }, { connection: 'response_lost' }],
  ['delays', { answerDelayMs: 20, dripMs: 3 }, { answerDelayMs: 20, dripMs: 3 }],
  ['a held message', { messageStatus: 'paused' }, { messageStatus: 'paused' }],
  ['no status at all', { statuses: [] }, { statuses: [] }],
  ['a status before the answer', { statusFirst: true }, { statusFirst: true }],
])('reads %s', (_, request, behaviour) => {
  expect(readBehaviour(body(request))).toEqual(behaviour)
})

it.each<[object, StatusStep]>([
  [{ status: 'sent' }, { status: 'sent', repeat: 0, waitMs: 0 }],
  [
    { status: 'read', repeat: 2, waitMs: 50 },
    { status: 'read', repeat: 2, waitMs: 50 },
  ],
  [
    { status: 'failed', code: 131026, details: 'Gone' },
    { status: 'failed', code: 131026, details: 'Gone', repeat: 0, waitMs: 0 },
  ],
])('reads the status %j', (request, step) => {
  expect(readStep(body(request))).toEqual(step)
})

it.each<[string, object, string]>([
  ['an unknown connection', { connection: 'slow' }, 'one of {reset_before_accept, response_lost}'],
  ['a negative delay', { answerDelayMs: -1 }, 'answerDelayMs must be a whole number of at least 0'],
  ['a fraction', { dripMs: 1.5 }, 'dripMs must be a whole number'],
  ['an unknown message status', { messageStatus: 'sent' }, 'held_for_quality_assessment'],
  ['an unknown status', { statuses: [{ status: 'seen' }] }, 'statuses[0].status must be one of'],
  [
    'a code of a status that did not fail',
    { statuses: [{ status: 'sent', code: 1 }] },
    'belongs to a failed status',
  ],
  ['a misspelt member of a refusal', { refuse: { code: 1, detail: 'x' } }, 'Unknown member refuse.detail'],
  ['a misspelt member of a page', { raw: { status: 502 } }, 'Unknown member raw.status'],
  ['a refusal without a code', { refuse: {} }, 'refuse.code is required'],
  ['a page with a status below 200', { raw: { httpStatus: 100 } }, 'at least 200'],
])('refuses %s', (_, request, message) => {
  expect(messageOf(() => readBehaviour(body(request)))).toContain(message)
})

it.each([
  ['+1 650-555-1234', '16505551234'],
  ['972546800360', '972546800360'],
  ['US.12345678901234567890', 'US.12345678901234567890'],
  ['IL.ENT.1', 'IL.ENT.1'],
])('reads the person %s', (given, id) => {
  expect(parsePersonId(given)).toBe(id)
})

it.each(['12345', 'dana', 'us.123', ''])('knows no person %j', (given) => {
  expect(messageOf(() => parsePersonId(given))).toContain('neither a phone number')
})

it('names unknown members and the known ones', () => {
  expect(messageOf(() => rejectUnknownKeys(body({ a: 1, b: 2, c: 3 }), ['a']))).toBe(
    'Unknown member b, c. Known: a.',
  )
})

it('counts in whole numbers, with a default', () => {
  expect(count(body({}), 'times', { min: 1, fallback: 4 })).toBe(4)
  expect(count(body({ times: 2 }), 'times', { min: 1, fallback: 4 })).toBe(2)
  for (const times of [0, '2', null])
    expect(messageOf(() => count(body({ times }), 'times', { min: 1, fallback: 4 }))).toContain('at least 1')
})

it('has no message for a defect', () => {
  expect(controlMessage(new TypeError('a defect'))).toBeUndefined()
})

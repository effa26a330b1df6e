import { errorCatalogue } from '@waypost/contract'
import { describe, expect, it } from 'vitest'
import type { GraphFailure } from './graph-error.ts'
import { metaErrorTable, ruleFor, subcodeMeaning } from './meta-error-table.ts'
import { retryBackoffs } from './retry-backoff.ts'

const between = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** Meta's documented codes by whether a message may be tried again without a person (see the error codes page). */
const retried = [
  1, 2, 4, 17, 341, 613, 80007, 80008, 130429, 131000, 131016, 131049, 131053, 131056, 131057, 132069, 133004,
  133015, 134101, 139103,
]
const afterAFix = [
  0,
  3,
  10,
  33,
  102,
  104,
  190,
  ...between(200, 299),
  368,
  131005,
  131030,
  131031,
  131037,
  131042,
  131044,
  131045,
  131048,
  131063,
  131064,
  132015,
  132068,
  133000,
  133001,
  133002,
  133003,
  133005,
  133006,
  133007,
  133008,
  133009,
  133010,
  133016,
  134011,
  134102,
  136024,
  136025,
  137000,
  2388019,
  2388023,
  2388024,
  2388039,
  2388012,
  2388091,
  2388093,
  2388103,
  2494100,
]
const never = [
  100,
  506,
  130403,
  130472,
  130497,
  131008,
  131009,
  131020,
  131021,
  131026,
  131041,
  131047,
  131050,
  131051,
  131052,
  131055,
  131058,
  131059,
  131060,
  131062,
  ...between(131201, 131215),
  132000,
  132001,
  132005,
  132007,
  132008,
  132012,
  132016,
  132018,
  134100,
  135000,
  ...between(138000, 138018),
  ...between(139000, 139004),
  ...between(139100, 139102),
  ...between(147001, 147005),
  200002,
  200005,
  200006,
  200007,
  2388040,
  2388047,
  2388072,
  2388073,
  2388293,
  2388299,
  2593107,
  2593108,
  1752041,
]

it('knows every documented code and no other', () => {
  const documented = [...retried, ...afterAFix, ...never].sort((a, b) => a - b)
  expect(Object.keys(metaErrorTable).map(Number)).toEqual(documented)
})

it.each(retried)('%i is tried again after a wait with a name', (code) => {
  const rule = ruleFor({ code })
  expect(rule.action).toBe('retry')
  expect(retryBackoffs).toHaveProperty(rule.backoff ?? 'none')
})

it.each(afterAFix)('%i waits for a person or fails, but is never just tried again', (code) => {
  expect(ruleFor({ code }).action).not.toBe('retry')
})

it.each(never)('%i fails at once', (code) => {
  expect(ruleFor({ code }).action).toBe('fail')
})

it.each(Object.keys(metaErrorTable).map(Number))(
  '%i has a word of the catalogue, a meaning and advice',
  (code) => {
    const rule = ruleFor({ code })
    expect(errorCatalogue).toHaveProperty(rule.code)
    expect(rule.meaning).toMatch(/^[A-Z].*\.$/)
    expect(rule.hint).toMatch(/^[A-Z].*\.$/)
    expect(rule.backoff !== undefined).toBe(rule.action === 'retry')
    if (rule.action.startsWith('hold'))
      expect(['after-fix', 'later']).toContain(errorCatalogue[rule.code].retry)
  },
)

const dead = ['WHATSAPP_TOKEN_EXPIRED', 'auth', 'hold-session']
const words: [codes: number[], code: string, family: string, then: string][] = [
  [[0, 102, 104, 190], ...(dead as [string, string, string])],
  [[3, 10, 200, 250, 299, 131005], 'WHATSAPP_PERMISSION_MISSING', 'perm', 'hold-session'],
  [[33], 'WHATSAPP_NUMBER_UNKNOWN', 'config', 'hold-session'],
  [[368, 131031], 'ACCOUNT_RESTRICTED', 'policy', 'hold-session'],
  [[131042], 'BILLING_REQUIRED', 'bill', 'hold-session'],
  [[131048], 'SPAM_RESTRICTED', 'spam', 'hold-session'],
  [[133010, 131045], 'WHATSAPP_NUMBER_NOT_REGISTERED', 'reg', 'hold-session'],
  [[132015], 'TEMPLATE_PAUSED', 'tmpl', 'hold-template'],
  [[132000, 132012, 132018], 'TEMPLATE_PARAMETERS_MISMATCH', 'tmpl', 'fail'],
  [[132001], 'TEMPLATE_NOT_FOUND', 'tmpl', 'fail'],
  [[131026], 'RECIPIENT_UNREACHABLE', 'rcpt', 'fail'],
  [[131030], 'RECIPIENT_NOT_ALLOWED', 'config', 'fail'],
  [[131047], 'WINDOW_CLOSED', 'window', 'fail'],
  [[131050], 'RECIPIENT_OPTED_OUT', 'rcpt', 'fail'],
  [[131056], 'PAIR_RATE_LIMITED', 'pair', 'retry'],
  [[130429], 'THROUGHPUT_REACHED', 'tput', 'retry'],
  [[4, 80007], 'GRAPH_RATE_LIMITED', 'limit', 'retry'],
  [[2, 131000, 131016], 'UPSTREAM_FAILED', 'trans', 'retry'],
]

it.each(words)('%j mean %s', (...[codes, code, family, action]) => {
  for (const number of codes) expect(ruleFor({ code: number })).toMatchObject({ code, class: family, action })
})

it('tries media once more, and only where Meta fetched a link', () => {
  expect(ruleFor({ code: 131053 })).toMatchObject({
    maxAttempts: 2,
    onlyForMediaLinks: true,
    backoff: 'media-once',
  })
})

it('limits the attempts of an unclear request, and not those that meet an error at Meta', () => {
  expect(ruleFor({ code: 131000 })).not.toHaveProperty('maxAttempts')
  expect(ruleFor({ httpStatus: 503 })).not.toHaveProperty('maxAttempts')
  expect(ruleFor({ code: 1 }).maxAttempts).toBe(3)
})

describe('by more than the code', () => {
  const failures: [what: string, failure: GraphFailure, expected: object][] = [
    [
      'an object that does not exist is a wrong number id',
      { code: 100, subcode: 33 },
      { code: 'WHATSAPP_NUMBER_UNKNOWN' },
    ],
    [
      'another subcode of 100 is a fault of the request',
      { code: 100, subcode: 2018 },
      { code: 'MESSAGE_INVALID' },
    ],
    [
      'a final code that Meta calls transient',
      { code: 131009, isTransient: true },
      { action: 'retry', maxAttempts: 3 },
    ],
    [
      'a dead token stays dead even if called transient',
      { code: 190, isTransient: true },
      { action: 'hold-session' },
    ],
    [
      'a code of a transient kind keeps its own wait',
      { code: 131056, isTransient: true },
      { backoff: 'pair' },
    ],
    ['an unknown code with 500', { code: 999999, httpStatus: 500 }, { class: 'trans', action: 'retry' }],
    [
      'an unknown code with 400',
      { code: 999999, httpStatus: 400 },
      { code: 'GRAPH_UNKNOWN', action: 'fail' },
    ],
    [
      'an unknown code called transient',
      { code: 999999, httpStatus: 400, isTransient: true },
      { action: 'retry' },
    ],
    ['an unknown code by webhook', { code: 999999 }, { code: 'GRAPH_UNKNOWN', action: 'fail' }],
    ['nothing at all', {}, { code: 'GRAPH_UNKNOWN', action: 'fail' }],
    ['429 without a code', { httpStatus: 429 }, { class: 'limit', action: 'retry', backoff: 'call-limit' }],
    ['401 without a code', { httpStatus: 401 }, { code: 'WHATSAPP_TOKEN_EXPIRED', action: 'hold-session' }],
    ['503 without a code', { httpStatus: 503 }, { class: 'trans', action: 'retry' }],
    ['502 of a gateway', { httpStatus: 502 }, { code: 'OUTCOME_UNKNOWN', class: 'unknown' }],
    ['504 of a gateway', { httpStatus: 504 }, { code: 'OUTCOME_UNKNOWN', class: 'unknown' }],
    ['an unreadable success', { httpStatus: 200 }, { code: 'OUTCOME_UNKNOWN', class: 'unknown' }],
    ['502 with a code of Meta', { httpStatus: 502, code: 131016 }, { class: 'trans' }],
    ['names of an object are no codes', { code: Number.NaN, httpStatus: 400 }, { code: 'GRAPH_UNKNOWN' }],
  ]

  it.each(failures)('%s', (_, failure, expected) => {
    expect(ruleFor(failure)).toMatchObject(expected)
  })

  it.each([458, 459, 460, 463, 464, 467, 492])('says why the token died (subcode %i)', (subcode) => {
    const meaning = subcodeMeaning(subcode)
    expect(meaning).toMatch(/\.$/)
    for (const code of [190, 102]) {
      expect(ruleFor({ code, subcode })).toMatchObject({ meaning, action: 'hold-session' })
    }
  })

  it('keeps the general meaning for a subcode it does not know', () => {
    expect(subcodeMeaning(1)).toBeUndefined()
    expect(ruleFor({ code: 190, subcode: 1 }).meaning).toBe(metaErrorTable[190]?.meaning)
  })
})

it.each(Object.entries(retryBackoffs))(
  '%s waits longer each time, up to its cap',
  (_, { firstSeconds, factor, capSeconds }) => {
    expect(firstSeconds).toBeGreaterThan(0)
    expect(factor).toBeGreaterThanOrEqual(1)
    expect(capSeconds).toBeGreaterThanOrEqual(firstSeconds)
  },
)

it('uses every backoff it names', () => {
  const used = new Set(Object.values(metaErrorTable).map((rule) => rule.backoff))
  for (const name of Object.keys(retryBackoffs)) expect([...used]).toContain(name)
})

import { describe, expect, it } from 'vitest'
import { failureFromResponse, failureFromStatus, outcomeIsUnknown } from './graph-error.ts'

const answer = (error: unknown, headers = {}) => failureFromResponse(400, headers, JSON.stringify({ error }))

describe('an answer', () => {
  it('is read from the envelope Meta documents', () => {
    const error = {
      message: '(#130429) Rate limit hit',
      type: 'OAuthException',
      code: 130429,
      error_subcode: 2494055,
      is_transient: false,
      error_data: {
        messaging_product: 'whatsapp',
        details: 'Cloud API message throughput has been reached.',
      },
      error_user_title: 'Limite',
      error_user_msg: 'Muitas mensagens',
      fbtrace_id: 'Az8or2',
    }
    expect(answer(error)).toEqual({
      httpStatus: 400,
      code: 130429,
      subcode: 2494055,
      isTransient: false,
      title: 'Limite',
      message: '(#130429) Rate limit hit',
      details: 'Cloud API message throughput has been reached.',
      fbtraceId: 'Az8or2',
    })
  })

  const oddities: [what: string, error: unknown, expected: object][] = [
    [
      'error_data as a text',
      { code: 100, error_data: 'name is too long' },
      { code: 100, details: 'name is too long' },
    ],
    [
      'error_data as JSON in a text',
      { code: 100, error_data: '{"details":"too long"}' },
      { code: 100, details: 'too long' },
    ],
    [
      'the words for users, when there are no details',
      { code: 1, error_user_msg: 'Try again' },
      { code: 1, details: 'Try again' },
    ],
    ['a code written as a text', { code: '132000' }, { code: 132000 }],
    ['a code that is no number', { code: 'abc', message: 'x' }, { message: 'x' }],
    ['the error of an OAuth endpoint', 'invalid_request', { message: 'invalid_request' }],
    ['empty members', { code: 190, message: '', error_data: {}, fbtrace_id: null }, { code: 190 }],
    ['members of wrong types', { code: {}, message: 7, error_data: [], is_transient: 'yes' }, {}],
    ['code 0', { code: 0, message: 'AuthException' }, { code: 0, message: 'AuthException' }],
  ]

  it.each(oddities)('may have %s', (_, error, expected) => {
    expect(answer(error)).toEqual({ httpStatus: 400, ...expected })
  })

  it.each([
    ['HTML', '<html><head><title>502</title></head><body>Bad   gateway</body></html>', '502 Bad gateway'],
    ['plain text', 'upstream connect error', 'upstream connect error'],
    ['a JSON number', '42', '42'],
    ['JSON without an error', '{"ok":false}', '{"ok":false}'],
    ['cut JSON', '{"error":{"code":1', '{"error":{"code":1'],
  ])('may be %s', (_, body, message) => {
    expect(failureFromResponse(502, {}, body)).toEqual({ httpStatus: 502, message })
  })

  it.each(['', '   ', '<br/>'])('may be empty (%j)', (body) => {
    expect(failureFromResponse(503, {}, body)).toEqual({ httpStatus: 503 })
  })

  it('is kept short however long the page', () => {
    expect(failureFromResponse(502, {}, '<'.repeat(1_000_000)).message?.length).toBeLessThanOrEqual(1000)
    expect(failureFromResponse(502, {}, 'x'.repeat(1_000_000)).message).toHaveLength(1000)
  })
})

describe('the wait that Meta asks for', () => {
  const usage = (minutes: unknown) =>
    JSON.stringify({ 1: [{ call_count: 1 }, { estimated_time_to_regain_access: minutes }] })
  const waits: [what: string, headers: Record<string, string | string[]>, seconds: number | undefined][] = [
    ['seconds', { 'retry-after': '30' }, 30],
    ['no wait', { 'retry-after': '0' }, 0],
    ['a day, capped at 15 minutes', { 'retry-after': '86400' }, 900],
    [
      'a date, by the clock of the answer',
      { 'retry-after': 'Fri, 01 Jan 2027 00:01:00 GMT', date: 'Fri, 01 Jan 2027 00:00:00 GMT' },
      60,
    ],
    ['a date without a clock', { 'retry-after': 'Fri, 01 Jan 2027 00:01:00 GMT' }, undefined],
    [
      'a date in the past',
      { 'retry-after': 'Fri, 01 Jan 2027 00:00:00 GMT', date: 'Fri, 01 Jan 2027 00:01:00 GMT' },
      undefined,
    ],
    ['a word', { 'retry-after': 'soon' }, undefined],
    ['nothing', { 'retry-after': '' }, undefined],
    ['two headers', { 'retry-after': ['5', '9'] }, 5],
    ['minutes to regain access', { 'x-business-use-case-usage': usage(7) }, 420],
    ['many minutes, capped at the hour that is counted', { 'x-business-use-case-usage': usage(600) }, 3600],
    ['a usage header that limits nothing', { 'x-business-use-case-usage': usage(0) }, undefined],
    ['an unreadable usage header', { 'x-business-use-case-usage': '{"a":[null,"x"],"b":3}' }, undefined],
    ['both: the longer one', { 'retry-after': '30', 'x-business-use-case-usage': usage(7) }, 420],
  ]

  it.each(waits)('is %s', (...[, headers, seconds]) => {
    expect(answer({ code: 4 }, headers).retryAfterSeconds).toBe(seconds)
  })
})

describe('a failed status', () => {
  it('is read from the form of webhooks', () => {
    const errors = [
      {
        code: 131026,
        title: 'Message undeliverable',
        message: 'Message undeliverable',
        error_data: { details: 'Receiver is incapable of receiving this message' },
        href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
      },
    ]
    expect(failureFromStatus(errors)).toEqual({
      code: 131026,
      title: 'Message undeliverable',
      message: 'Message undeliverable',
      details: 'Receiver is incapable of receiving this message',
    })
  })

  const oddities: [what: string, errors: unknown, expected: object][] = [
    ['a code as a text', [{ code: '132015', title: 'Paused' }], { code: 132015, title: 'Paused' }],
    ['an old form without message and details', [{ code: 470 }], { code: 470 }],
    ['a first entry without a code', [{ title: 'x' }, { code: 131000 }], { code: 131000 }],
    ['entries that are no objects', [null, 'x', [1], { code: 1 }], { code: 1 }],
    ['one object instead of a list', { code: 131047 }, { code: 131047 }],
    ['only a title', [{ title: 'Gone' }], { title: 'Gone' }],
    ['an empty list', [], {}],
    ['nothing', undefined, {}],
    ['a text', 'failed', {}],
  ]

  it.each(oddities)('may have %s', (...[, errors, expected]) => {
    expect(failureFromStatus(errors)).toEqual(expected)
  })
})

it.each([
  [{ httpStatus: 200 }, true],
  [{ httpStatus: 500 }, true],
  [{ httpStatus: 502 }, true],
  [{ httpStatus: 504 }, true],
  [{ httpStatus: 503 }, false],
  [{ httpStatus: 400 }, false],
  [{ httpStatus: 500, code: 131000 }, false],
  [{ code: 131000 }, false],
  [{}, false],
])('%j leaves the outcome unknown: %j', (failure, unknown) => {
  expect(outcomeIsUnknown(failure)).toBe(unknown)
})

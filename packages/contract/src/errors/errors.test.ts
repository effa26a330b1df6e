import { expect, it } from 'vitest'
import { ErrorAnswer } from './error-answer.ts'
import { docsPath, errorCatalogue, isErrorCode, type ErrorCode } from './errors.ts'
import { isWaypostError, WaypostError } from './waypost-error.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]

it.each(codes)('%s says in sentences what happened and what to do', (code) => {
  const { title, hint } = errorCatalogue[code]
  expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
  expect(title.length).toBeLessThanOrEqual(100)
  if (code !== 'SESSION_REQUIRED') expect(title).toMatch(/^[A-Z'"].*\.$/)
  expect(hint).toMatch(/^[A-Z'"`].*\.$/)
  expect(hint).not.toBe(title)
})

it.each(codes)('%s has a status that fits its retry word', (code) => {
  const { status, retry } = errorCatalogue[code]
  if ([400, 404, 405, 413, 415, 422].includes(status)) expect(retry).toBe('never')
  if (status === 429 || status === 503) expect(retry).toBe('later')
  if (status === 401) expect(retry).toBe('after-fix')
  if (status === 500 && code !== 'INTERNAL') expect(retry).toBe('after-fix')
})

it('keeps the words and statuses that earlier integrations rely on', () => {
  const kept = {
    UNAUTHORIZED: 401,
    SESSION_FORBIDDEN: 403,
    SESSION_REQUIRED: 400,
    UPSTREAM_FAILED: 502,
  } as const
  for (const [code, status] of Object.entries(kept))
    expect(errorCatalogue[code as ErrorCode].status).toBe(status)
  expect(new WaypostError('SESSION_REQUIRED').message).toBe('session is required')
})

it('never blames the login of the caller for a dead token of ours', () => {
  expect(errorCatalogue.WHATSAPP_TOKEN_EXPIRED).toMatchObject({ status: 500, retry: 'after-fix' })
})

it('explains a code under an address made of its words', () => {
  expect(docsPath('TEMPLATE_PARAMETERS_MISMATCH')).toBe('errors#template-parameters-mismatch')
})

it.each(['constructor', 'toString', '', 'UNAUTHORIZED ', 'unauthorized', null, 401])(
  'does not know %j as a code',
  (value) => {
    expect(isErrorCode(value)).toBe(false)
  },
)

it('takes status, retry and advice from the catalogue', () => {
  const error = new WaypostError('UNAVAILABLE', { retryAfterSeconds: 30 })
  expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503, retry: 'later', retryAfterSeconds: 30 })
  expect(error.message).toBe(errorCatalogue.UNAVAILABLE.title)
  expect(error.hint).toBe(errorCatalogue.UNAVAILABLE.hint)
})

it('lets the thrower say more than the catalogue', () => {
  const cause = new Error('socket')
  const error = new WaypostError('INTERNAL', {
    message: 'The store is gone.',
    hint: 'Wait.',
    id: 'msg_1',
    cause,
  })
  expect(error).toMatchObject({ message: 'The store is gone.', hint: 'Wait.', id: 'msg_1', cause })
  expect('cause' in new WaypostError('INTERNAL')).toBe(false)
})

it('recognises its errors, also those of another copy of the module', () => {
  const foreign = Object.assign(new Error('no'), { name: 'WaypostError', code: 'FORBIDDEN' })
  expect(isWaypostError(new WaypostError('FORBIDDEN'))).toBe(true)
  expect(isWaypostError(foreign)).toBe(true)
  expect(isWaypostError(new Error('WaypostError'))).toBe(false)
  expect(isWaypostError({ name: 'WaypostError', code: 'FORBIDDEN' })).toBe(false)
})

it('accepts an answer with exactly the promised members', () => {
  const answer = {
    code: 'TEMPLATE_PARAMETERS_MISMATCH',
    error: 'TEMPLATE_PARAMETERS_MISMATCH',
    message: 'Send 2 parameters.',
    hint: 'Compare with the template.',
    retry: 'never',
    docs: 'https://example.com/docs/errors#template-parameters-mismatch',
    requestId: 'req_1',
    fields: [{ path: '/templateParameters/1', message: 'is required' }],
    id: 'msg_1',
    meta: { code: 132000, details: 'body', fbtraceId: 'A' },
  }
  expect(ErrorAnswer.parse(answer)).toEqual(answer)
  expect(ErrorAnswer.safeParse({ ...answer, code: 'NO_SUCH_WORD' }).success).toBe(false)
})

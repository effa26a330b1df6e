import { WaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import { errorResponse } from './error-answer.ts'

const answer = (thrown: unknown) => errorResponse(thrown, 'req_1', 'https://example.test/v1/docs/')

it('answers an error of ours with its code, status and advice', () => {
  const fields = [{ path: '/to', message: 'is required' }]
  const { status, body } = answer(new WaypostError('INVALID_REQUEST', { fields, id: 'msg_1' }))
  expect(status).toBe(400)
  expect(body).toMatchObject({
    code: 'INVALID_REQUEST',
    error: 'INVALID_REQUEST',
    requestId: 'req_1',
    fields,
    id: 'msg_1',
  })
  expect(body.docs).toMatch(/^https:\/\/example\.test\/v1\/docs\/errors#/)
})

it.each([
  ['an error', new Error('password of the database')],
  ['a text', 'password of the database'],
  ['an object', { message: 'password of the database' }],
  ['nothing', undefined],
])('tells nothing of %s that is not ours', (_what, thrown) => {
  const { status, body } = answer(thrown)
  expect({ status, code: body.code }).toEqual({ status: 500, code: 'INTERNAL' })
  expect(JSON.stringify(body)).not.toContain('password')
})

it.each([
  [new WaypostError('UNAUTHORIZED'), { 'www-authenticate': 'Bearer' }],
  [new WaypostError('RATE_LIMITED', { retryAfterSeconds: 1.2 }), { 'retry-after': '2' }],
  [new WaypostError('NOT_FOUND'), {}],
])('adds the headers of %s', (error, headers) => {
  expect(answer(error).headers).toEqual(headers)
})

/** The catalogue is consistent with itself, with error answers and with the examples of events. */
import { describe, expect, it } from 'vitest'
import { ErrorAnswer, errorCatalogue, eventCatalogue, eventTypes, messageErrorCodes } from '../index.ts'
import { docsPath, isErrorCode, WaypostError, type ErrorCode } from '../index.ts'
import { managementErrors } from './management-errors.ts'
import { mediaErrors } from './media-errors.ts'
import { messageErrors } from './message-errors.ts'
import { requestErrors } from './request-errors.ts'
import { webhookErrors } from './webhook-errors.ts'
import { whatsappErrors } from './whatsapp-errors.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]
const groups = { managementErrors, mediaErrors, messageErrors, requestErrors, webhookErrors, whatsappErrors }

it('has each code in one group', () => {
  const all = Object.values(groups).flatMap((group) => Object.keys(group))
  expect(all.toSorted()).toEqual(codes.toSorted())
  expect(new Set(all).size).toBe(all.length)
})

it('gives each code a place of its own in the documentation', () => {
  const places = codes.map(docsPath)
  expect(new Set(places).size).toBe(places.length)
  for (const place of places) expect(place).toMatch(/^errors#[a-z]+(-[a-z]+)*$/)
})

it('lists what may become of a message, and nothing of requests', () => {
  expect(messageErrorCodes.toSorted()).toEqual(
    [...Object.keys(messageErrors), ...Object.keys(whatsappErrors)].toSorted(),
  )
  for (const code of Object.keys(requestErrors)) expect(messageErrorCodes).not.toContain(code)
})

describe.each(codes)('%s', (code) => {
  const { title, hint, status } = errorCatalogue[code]

  it('keeps its title short and its hint to three sentences', () => {
    expect(title.length).toBeLessThanOrEqual(90)
    expect(hint.length).toBeLessThanOrEqual(200)
    expect(hint.split(/\.\s/).length).toBeLessThanOrEqual(3)
  })

  it('names only codes and statuses that exist', () => {
    const named = hint.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []
    const settings = /^(WHATSAPP|NOTIFY)_/
    expect(named.filter((name) => !isErrorCode(name) && !settings.test(name))).toEqual([])
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('is what a thrown error answers', () => {
    const error = new WaypostError(code)
    const answer = {
      code: error.code,
      error: error.code,
      message: error.message,
      hint: error.hint,
      retry: error.retry,
      docs: docsPath(code),
      requestId: 'req_1',
    }
    expect(ErrorAnswer.parse(answer)).toEqual(answer)
    expect([error.status, error.message, error.hint]).toEqual([status, title, hint])
  })
})

it.each(['code', 'error', 'message', 'hint', 'retry', 'docs', 'requestId'])(
  'answers never lack %s',
  (field) => {
    const answer = {
      code: 'INTERNAL',
      error: 'INTERNAL',
      message: 'a',
      hint: 'b',
      retry: 'later',
      docs: 'c',
      requestId: 'd',
    }
    expect(ErrorAnswer.safeParse(answer).success).toBe(true)
    expect(ErrorAnswer.safeParse({ ...answer, [field]: undefined }).success).toBe(false)
  },
)

const faulty = eventTypes.flatMap((type) => {
  const { error } = eventCatalogue[type].example as { error?: Record<string, string> }
  return error ? [[type, error] as const] : []
})

it('has examples of events with an error', () => {
  expect(faulty.map(([type]) => type)).toEqual(
    expect.arrayContaining(['message.failed', 'message.held', 'message.unknown', 'message.expired']),
  )
})

it.each(faulty)('shows in %s an error as the catalogue has it', (_type, error) => {
  const code = error['code']
  if (!isErrorCode(code)) throw new Error(String(code))
  expect(error['retry']).toBe(errorCatalogue[code].retry)
  expect(error['docs']).toBe(docsPath(code))
})

it('shows in an event of a hold a code of the catalogue', () => {
  expect(isErrorCode(eventCatalogue['session.held'].example['code'])).toBe(true)
})

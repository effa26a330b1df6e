import type { ErrorCode } from '@waypost/contract'
import { beforeAll, expect, it } from 'vitest'
import { hello, message, notify, numbers } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { received, willMeet } from '../support/simulator.ts'

const number = numbers(24)
/** The number that Firebase verified for the plain user. */
const OWN = '+972546800360'

let plain = ''
beforeAll(async () => {
  plain = await idTokenOf('plain')
})

/** Final refusals of every class that has them: see docs/reference/test-numbers.md. */
const final: [what: string, to: string, meta: number, code: ErrorCode, status: number, retry: string][] = [
  ['undeliverable', '+14045550140', 131026, 'RECIPIENT_UNREACHABLE', 502, 'never'],
  ['not in the allow list', '+14045550141', 131030, 'RECIPIENT_NOT_ALLOWED', 500, 'after-fix'],
  ['outside the service window', '+14045550142', 131047, 'WINDOW_CLOSED', 409, 'never'],
  ['kept back by Meta', '+14045550143', 131049, 'MARKETING_NOT_DELIVERED', 502, 'never'],
  ['opted out at Meta', '+14045550144', 131050, 'RECIPIENT_OPTED_OUT', 409, 'never'],
  ['blocked by the business', '+14045550146', 130403, 'RECIPIENT_BLOCKED', 409, 'after-fix'],
  ['the sender itself', '+14045550147', 131021, 'RECIPIENT_IS_SENDER', 400, 'never'],
  ['another identity', '+14045550149', 137000, 'RECIPIENT_IDENTITY_CHANGED', 502, 'after-fix'],
  ['a forbidden country', '+14045550135', 130497, 'COUNTRY_FORBIDDEN', 502, 'never'],
  ['an invalid parameter', '+14045550150', 100, 'MESSAGE_INVALID', 400, 'never'],
  ['an unsupported type', '+14045550153', 131051, 'MESSAGE_TYPE_UNSUPPORTED', 400, 'never'],
  ['media that is not there', '+14045550154', 131053, 'MEDIA_FAILED', 400, 'never'],
  ['the count of parameters', '+14045550160', 132000, 'TEMPLATE_PARAMETERS_MISMATCH', 400, 'never'],
  ['an unknown template', '+14045550161', 132001, 'TEMPLATE_NOT_FOUND', 400, 'never'],
  ['a text too long', '+14045550162', 132005, 'TEMPLATE_TEXT_TOO_LONG', 400, 'never'],
  ['a policy violation', '+14045550163', 132007, 'TEMPLATE_POLICY_VIOLATION', 502, 'never'],
  ['a disabled template', '+14045550166', 132016, 'TEMPLATE_DISABLED', 502, 'never'],
  ['an unknown code', '+14045550190', 999_999, 'GRAPH_UNKNOWN', 502, 'never'],
]

it.each(final)('says what Meta refuses for good: %s', async (_, to, meta, code, status, retry) => {
  const answer = await notify(hello(to))
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({
    error: code,
    retry,
    message: expect.stringMatching(/.{20}/) as string,
    hint: expect.stringMatching(/.{10}/) as string,
    requestId: answer.headers.get('request-id'),
    meta: { code: meta, fbtraceId: expect.any(String) as string },
  })
  const kept = await message(answer.body.id)
  expect(kept).toMatchObject({ status: 'failed', attempts: 1, error: { code: code, meta: { code: meta } } })
})

it.each([
  ['for a moment', '+14045550101', 'UPSTREAM_FAILED', 131000],
  ['an unknown code of a fault at Meta', '+14045550191', 'UPSTREAM_FAILED', 999_998],
  ['the app’s call limit', '+14045550110', 'GRAPH_RATE_LIMITED', 4],
  ['the speed of the number', '+14045550112', 'THROUGHPUT_REACHED', 130429],
  ['the speed to one person', '+14045550113', 'PAIR_RATE_LIMITED', 131056],
])('keeps trying when Meta refuses %s, and says when', async (_, to, reason, meta) => {
  const { status, body } = await notify(hello(to))
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'errored', code: reason, retryAt: expect.any(String) as string })
  expect((await message(body.id)).error).toMatchObject({ code: reason, meta: { code: meta } })
})

it('keeps a message back whose template is paused', async () => {
  const { status, body } = await notify(hello('+14045550165'))
  expect(status).toBe(202)
  expect(body).toMatchObject({ status: 'held', code: 'TEMPLATE_PAUSED' })
})

it.each([
  [131026, 'RECIPIENT_UNREACHABLE'],
  [132000, 'TEMPLATE_PARAMETERS_MISMATCH'],
] as const)('does not show Meta’s words of %i to a signed-in user', async (code, error) => {
  await willMeet(OWN, { refuse: { code, details: 'Inner matters of the business' } })
  const answer = await notify(hello(OWN), { as: plain })
  expect(answer.body.error).toBe(error)
  expect(answer.body).not.toHaveProperty('meta')
  expect(answer.body.id).toBeDefined()
  expect(JSON.stringify(await message(answer.body.id, plain))).not.toContain('fbtraceId')
})

it('links every refusal to a page that explains it', async () => {
  const { body } = await notify(hello('+14045550140'))
  const { hash, href } = new URL(body.docs)
  const page = await fetch(href)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(`id="${hash.slice(1)}"`)
})

it('refuses detectable mistakes without a request to Meta', async () => {
  const to = number()
  const { status, body } = await notify({
    ...hello(to),
    templateParameters: [{ type: 'text', text: 'a\nb' }],
  })
  expect(status).toBe(400)
  expect(body).toMatchObject({
    error: 'INVALID_REQUEST',
    fields: [
      { path: '/templateParameters/0/text', message: expect.stringContaining('line break') as string },
    ],
  })
  expect(body).not.toHaveProperty('id')
  expect((await received(to)).attempts).toEqual([])
})

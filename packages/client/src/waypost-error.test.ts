import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectTypeOf, it } from 'vitest'
import { isWaypostError, WaypostError, type ErrorCode } from './index.ts'
import { createTestClient, errorAnswer } from './testing/index.ts'

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/reference/openapi.json'), 'utf8'),
) as { components: { schemas: { ErrorCode: { enum: ErrorCode[] } } } }
const codes = document.components.schemas.ErrorCode.enum

async function failureOf(code: ErrorCode): Promise<unknown> {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/messages/{id}', errorAnswer(code, { status: 422 }))
  return waypost.messages.get('msg_1').catch((error: unknown) => error)
}

it.each(codes)('%s narrows to its own code alone', async (code) => {
  const error = await failureOf(code)
  expect(error).toBeInstanceOf(WaypostError)
  expect(isWaypostError(error)).toBe(true)
  expect(isWaypostError(error, code)).toBe(true)
  expect(isWaypostError(error, ...codes.filter((other) => other !== code))).toBe(false)
})

it('knows the type of a code', () => {
  const error: unknown = new WaypostError({
    code: 'RECIPIENT_INVALID',
    message: 'Too short.',
    retry: 'never',
  })
  if (!isWaypostError(error, 'RECIPIENT_INVALID', 'TIMEOUT')) throw new Error('It has this code.')
  expectTypeOf(error.code).toEqualTypeOf<'RECIPIENT_INVALID' | 'TIMEOUT'>()
  if (isWaypostError(error)) expectTypeOf(error.code).toExtend<string>()
  // @ts-expect-error -- no code of the catalogue
  expect(isWaypostError(error, 'RECIPIENT_WRONG')).toBe(false)
})

it('has every field of the answer, its status and `Retry-After`', async () => {
  const { waypost, transport } = createTestClient()
  const body = {
    message: 'templateName is required.',
    hint: 'Correct the fields.',
    docs: 'errors#invalid-request',
    requestId: 'req_1',
    fields: [{ path: '/templateName', message: 'is required' }],
    id: 'msg_1',
    meta: { code: 132000 },
  }
  transport.reply('GET /v1/health', {
    ...errorAnswer('INVALID_REQUEST', body),
    headers: { 'retry-after': '7' },
  })
  const error = await waypost.health.get().catch((failure: unknown) => failure)
  expect(error).toMatchObject({
    name: 'WaypostError',
    code: 'INVALID_REQUEST',
    retry: 'never',
    status: 400,
    retryAfterSeconds: 7,
    ...body,
  })
})

it.each([new Error('other'), { name: 'WaypostError', code: 'NETWORK' }, undefined, 'NETWORK'])(
  'is not %j',
  (other) => {
    expect(isWaypostError(other)).toBe(false)
  },
)

import type { ErrorAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { newApiKey } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'

it('lets a key with a limit of its own ask that often, and tells it when to come again', async () => {
  const as = await newApiKey({ scopes: ['read'], limits: { requestsPer15Minutes: 3 } })
  const answers = []
  for (let i = 0; i < 4; i++) answers.push(await callApi<ErrorAnswer>('/v1/messages', { as }))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  const last = answers[3]
  if (!last) throw new Error('four were asked')
  const { headers, body } = last
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(300)
  expect(headers.get('ratelimit-policy')).toBe('"key";q=3;w=900')
  expect(headers.get('ratelimit-remaining')).toBe('0')
  expect(body).toMatchObject({ error: 'RATE_LIMITED', retry: 'later' })
})

it('says what is left on answers to strangers too', async () => {
  const { status, headers } = await callApi('/v1/health', { as: null })
  expect(status).toBe(200)
  expect(headers.get('ratelimit-policy')).toMatch(/^"address";q=\d+;w=900$/)
  expect(headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=\d+$/)
})

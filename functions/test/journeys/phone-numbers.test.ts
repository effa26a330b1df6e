import { expect, it } from 'vitest'
import { hello, notify, sent } from '../support/notify.ts'
import { received } from '../support/simulator.ts'

it.each([
  ['+972 54-680-0361', undefined],
  ['00972546800361', undefined],
  ['00 972 (54) 680.0361', undefined],
  ['+972-(0)54-680-0361', undefined],
  ['(+972) 54 680 0361', undefined],
  [' +٩٧٢٥٤٦٨٠٠٣٦١ ', undefined],
  ['\u202A+972 54‑680‑0361\u202C', undefined],
  ['054-680-0361', 'IL'],
  ['54 680 0361', 'IL'],
  ['972546800361', 'IL'],
  ['+972 54-680-0361', 'US'],
])('reads %j (default country: %s) as +972546800361', async (written, defaultCountry) => {
  const answer = await sent({ ...hello(written), ...(defaultCountry && { defaultCountry }), dryRun: true })
  expect(answer.recipient).toBe('+972546800361')
})

it('sends to Meta in one form, with its plus', async () => {
  const answer = await sent({ ...hello('(0)54 680 0362'), defaultCountry: 'IL' })
  expect(answer.recipient).toBe('+972546800362')
  const { messages } = await received('+972546800362')
  expect(messages.map(({ input }) => input)).toEqual(['+972546800362'])
})

it.each<[string, string | undefined, RegExp]>([
  ['054-680-0361', undefined, /no country code.*\+972546800360.*defaultCountry/],
  ['+972 54-680', undefined, /too short for IL/],
  ['+972 54-680-0361-0361-0361', undefined, /too long/],
  ['+999 123 456 789', undefined, /no country has this code/],
  ['+1 202 555 0100 ext. 5', undefined, /invalid characters/],
  ['call me', undefined, /invalid characters/],
  ['+', undefined, /invalid characters/],
  ['   ', undefined, /empty/],
  ['054-680-0361', 'US', /numbering plan of US/],
  ['972546800361', undefined, /no plus.*\+972546800361/],
])('refuses %j (default country: %s) and says why', async (written, defaultCountry, words) => {
  const { status, body } = await notify({ ...hello(written), ...(defaultCountry && { defaultCountry }) })
  expect(status).toBe(400)
  expect(body.error).toBe('RECIPIENT_INVALID')
  expect(body.message).toMatch(words)
  expect(body.fields).toEqual([{ path: '/phoneNumber', message: body.message }])
})

it.each([
  ['', '/phoneNumber'],
  [972546800361, '/phoneNumber'],
  [null, '/phoneNumber'],
])('refuses %j as a phone number: it is not even a text', async (phoneNumber, path) => {
  const { status, body } = await notify({ ...hello(''), phoneNumber })
  expect(status).toBe(400)
  expect(body.error).toBe('INVALID_REQUEST')
  expect(body.fields?.map((field) => field.path)).toEqual([path])
})

it('names the field of a country that is none', async () => {
  const { status, body } = await notify({ ...hello('054-680-0361'), defaultCountry: 'Israel' })
  expect(status).toBe(400)
  expect(body.fields).toMatchObject([{ path: '/defaultCountry' }])
})

import { expect, it } from 'vitest'
import { redactLogFields, redactText } from './redact-log-fields.ts'

const wamid = `wamid.${Buffer.from('\u001c\u0018\f972546800360\u0015\u0002\u0000\u0011\u0018\u0012AB12CD34EF').toString('base64')}`

it.each([
  ['to +972546800360 now', 'to …0360 now'],
  ['wa_id 972546800360', 'wa_id …0360'],
  ['contacts/+14155550100', 'contacts/…0100'],
  ['to +972 54 680 0360 now', 'to …0360 now'],
  ['to +1 (415) 555-0100.', 'to …0100.'],
  ['to +44.20.7946.0958', 'to …0958'],
  ['(415) 555-0100', '…0100'],
  ['call 972 54 680 0360', 'call …0360'],
  ['call 415-555-0100', 'call …0100'],
  ['user US.13491208655302741918', 'user US.…1918'],
  ['user IL.ENT.9a8b7c6d5e4f3a2b', 'user IL.…3a2b'],
  ['key wp_live_0123456789abcdefghijABCDEFGHIJ012345678', 'key [redacted]'],
  ['{"authorization":"Bearer abcdef.ghijkl"}', '{"authorization":"Bearer [redacted]"}'],
  ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', '[redacted]'],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '[redacted]'],
  [
    'https://graph.facebook.com/v26.0/me?access_token=EAAGabc&fields=id',
    'https://graph.facebook.com/v26.0/me?access_token=[redacted]&fields=id',
  ],
])('takes what must not be in a log out of %j', (text, rest) => {
  expect(redactText(text)).toBe(rest)
})

it.each([
  'at Object.<anonymous> (/workspace/lib/api.js:12345:67)',
  'msg_01h455vb4pex5vsknk084sn02q at 2026-03-01T12:00:00.000Z',
  'attempt 3 of 5, 200 ms',
  '2026-03-01 12:00:00 for 10 20 30 ms',
  'at FS.readFileSyncAndMore (v26.0)',
  'port 10 200 30',
  'sha 0123456789abcdef0123456789abcdef',
])('leaves %j as it is', (text) => {
  expect(redactText(text)).toBe(text)
})

it('leaves no number in an id of Meta, and enough to know it by', () => {
  const short = redactText(`sent ${wamid}.`)
  expect(short).toBe(`sent wamid.…${wamid.slice(-8)}.`)
  expect(Buffer.from(short, 'base64').toString('latin1')).not.toContain('972546800360')
})

it('keeps ids of accounts, and what is no text', () => {
  const fields = {
    wabaId: '102290129340398',
    phoneNumberId: '106540352242922',
    attempt: 2,
    ok: true,
    because: null,
  }
  expect(redactLogFields(fields)).toEqual(fields)
  expect(redactLogFields({ to: '972546800360' })).toEqual({ to: '…0360' })
})

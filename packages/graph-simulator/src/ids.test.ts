import { expect, it } from 'vitest'
import { newContact, contactEntry } from './contacts/contact.ts'
import { bsuidOf, newGraphId, newTraceId, newWamid, parentBsuidOf, rescopedWamid } from './ids.ts'

it('writes message ids that contain the digits of the other side', () => {
  const wamid = newWamid('16505551234')
  expect(wamid).toMatch(/^wamid\.[A-Za-z0-9+/]+=*$/)
  expect(Buffer.from(wamid.slice('wamid.'.length), 'base64').toString('latin1')).toContain('16505551234')
})

const bytesOf = (wamid: string) => Buffer.from(wamid.slice('wamid.'.length), 'base64')

it('says in a message id who wrote', () => {
  expect(bytesOf(newWamid('16505551234')).subarray(14, 18)).toEqual(Buffer.from([0x15, 2, 0, 0x11]))
  expect(bytesOf(newWamid('16505551234', 'in')).subarray(14, 18)).toEqual(Buffer.from([0x15, 2, 0, 0x12]))
})

it('gives a message a second id that differs in the person alone', () => {
  const wamid = newWamid('16505551234')
  const other = rescopedWamid(wamid, 'US.12345678901234567890')
  expect(other).not.toBe(wamid)
  expect(bytesOf(other).toString('latin1')).toContain('US.12345678901234567890')
  expect(bytesOf(other).subarray(-24)).toEqual(bytesOf(wamid).subarray(-24))
  expect(rescopedWamid(other, '16505551234')).toBe(wamid)
})

it('repeats no id', () => {
  const ids = Array.from({ length: 500 }, () => [newWamid('1'), newGraphId(), newTraceId()]).flat()
  expect(new Set(ids).size).toBe(ids.length)
})

it('writes graph ids that a JavaScript number holds exactly', () => {
  for (const id of Array.from({ length: 100 }, newGraphId)) expect(String(Number(id))).toBe(id)
})

it.each([
  ['972546800360', 'IL'],
  ['447700900000', 'GB'],
  ['5531987654321', 'BR'],
  ['16505551234', 'US'],
  ['35312345678', 'US'],
])('prefixes the user id of %s with %s', (digits, country) => {
  expect(bsuidOf(digits, 'app')).toMatch(new RegExp(`^${country}\\.\\d{20}$`))
  expect(parentBsuidOf(digits)).toMatch(new RegExp(`^${country}\\.ENT\\.\\d{20}$`))
})

it('gives one person one user id per portfolio', () => {
  expect(bsuidOf('972546800360', 'a')).toBe(bsuidOf('972546800360', 'a'))
  expect(bsuidOf('972546800360', 'a')).not.toBe(bsuidOf('972546800360', 'b'))
})

it.each([
  ['phone', { wa_id: true, username: false, parent: false }],
  ['username_with_phone', { wa_id: true, username: true, parent: false }],
  ['username_only', { wa_id: false, username: true, parent: false }],
  ['parent_bsuid', { wa_id: true, username: false, parent: true }],
] as const)('shows a contact in identity mode %s', (identity, shown) => {
  const entry = contactEntry(newContact('16505551234', 'app', identity), true) as Record<string, unknown>
  expect({
    wa_id: 'wa_id' in entry,
    username: 'username' in (entry['profile'] as object),
    parent: 'parent_user_id' in entry,
  }).toEqual(shown)
  expect(entry['user_id']).toMatch(/^US\./)
})

import { expect, it } from 'vitest'
import { isMetaHost, mediaForm, readMediaInfo, readUploadedId } from './media.ts'

const graph = 'https://graph.facebook.com'

it.each([
  'https://graph.facebook.com/v26.0/1',
  'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
  'https://scontent.xx.fbcdn.net/file',
  'https://scontent-fra3-1.cdn.fbcdn.net/file',
])('lets the token go to %s', (address) => {
  expect(isMetaHost(address, graph)).toBe(true)
})

it.each([
  'http://lookaside.fbsbx.com/x',
  'http://graph.facebook.com/x',
  'https://graph.facebook.com:8443/x',
  'https://lookaside.fbsbx.com:8443/x',
  'https://lookaside.fbsbx.com.example.com/x',
  'https://evilfbcdn.net/x',
  'https://fbcdn.net/x',
  'https://example.com/fbcdn.net',
  'https://lookaside.fbsbx.com@example.com/x',
  'https://user@lookaside.fbsbx.com/x',
  'https://example.com?lookaside.fbsbx.com',
  'http://127.0.0.1:7406/x',
  'http://metadata.google.internal/x',
  'file:///etc/passwd',
  'not an address',
])('keeps the token away from %s', (address) => {
  expect(isMetaHost(address, graph)).toBe(false)
})

it('takes a local simulator for Meta where it is configured as such, and nothing else on that machine', () => {
  expect(isMetaHost('http://127.0.0.1:7406/file', 'http://127.0.0.1:7406')).toBe(true)
  expect(isMetaHost('http://127.0.0.1:7407/file', 'http://127.0.0.1:7406')).toBe(false)
})

it('reads where a file is, how long, and what it must hash to', () => {
  const sha256 = 'AB'.repeat(32)
  const answer = { url: 'https://lookaside.fbsbx.com/1', file_size: '12', sha256, id: '1' }
  expect(readMediaInfo(JSON.stringify(answer))).toEqual({
    url: answer.url,
    size: 12,
    sha256: sha256.toLowerCase(),
  })
  expect(readMediaInfo(JSON.stringify({ url: answer.url, file_size: 7, sha256: 'odd' }))).toEqual({
    url: answer.url,
    size: 7,
  })
})

it.each(['', 'null', '[]', '<html>', '{}', '{"url":7}', '{"url":"nowhere"}'])(
  'knows that %s says of no file where it is',
  (text) => {
    expect(readMediaInfo(text)).toBeNull()
  },
)

it('writes the form that Meta takes a file in, byte for byte', () => {
  const bytes = Uint8Array.from([0, 255, 13, 10, 45, 45, 120])
  const body = mediaForm({ bytes, mimeType: 'image/png', filename: 'a"\r\n.png' }, 'word')
  const lines = [
    '--word',
    'Content-Disposition: form-data; name="messaging_product"',
    '',
    'whatsapp',
    '--word',
    'Content-Disposition: form-data; name="type"',
    '',
    'image/png',
    '--word',
    'Content-Disposition: form-data; name="file"; filename="a___.png"',
    'Content-Type: image/png',
    '',
    Buffer.from(bytes).toString('latin1'),
    '--word--',
    '',
  ]
  expect(Buffer.from(body).toString('latin1')).toBe(lines.join('\r\n'))
})

it('reads the id of an upload, as a text or a number', () => {
  expect(readUploadedId('{"id":"1013859600285441"}')).toBe('1013859600285441')
  expect(readUploadedId('{"id":7}')).toBe('7')
  expect(readUploadedId('{"id":""}')).toBeNull()
  expect(readUploadedId('<html>')).toBeNull()
})

import { expect, it } from 'vitest'
import { contentDisposition, mediaHeaders } from './media-headers.ts'

const headersOf = (mimeType: string, filename?: string) =>
  mediaHeaders(
    { state: 'stored', metaId: '1', mimeType, ...(filename !== undefined && { filename }) },
    'msg_1',
  )

it.each([
  ['image/jpeg', 'image/jpeg'],
  ['audio/ogg; codecs=opus', 'audio/ogg'],
  ['IMAGE/PNG', 'image/png'],
  ['text/plain', 'text/plain; charset=utf-8'],
  ['text/html', 'application/octet-stream'],
  ['image/svg+xml', 'application/octet-stream'],
  ['application/javascript', 'application/octet-stream'],
  ['application/zip', 'application/octet-stream'],
  ['nonsense\r\nset-cookie: a=b', 'application/octet-stream'],
])('serves %j as %s', (mimeType, served) => {
  expect(headersOf(mimeType)['content-type']).toBe(served)
})

it('never lets a browser run what a stranger sent', () => {
  expect(headersOf('text/html', 'a.html')).toMatchObject({
    'content-disposition': expect.stringMatching(/^attachment; /) as string,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringMatching(/^private/) as string,
  })
})

it.each([
  ['invoice.pdf', `attachment; filename="invoice.pdf"; filename*=UTF-8''invoice.pdf`],
  [
    'חשבונית 7.pdf',
    `attachment; filename="_______ 7.pdf"; filename*=UTF-8''${encodeURIComponent('חשבונית 7.pdf')}`,
  ],
  ['a"b\\c.txt', `attachment; filename="a_b_c.txt"; filename*=UTF-8''a_b_c.txt`],
  ['../../etc/passwd', `attachment; filename="__.._etc_passwd"; filename*=UTF-8''__.._etc_passwd`],
  [
    'a\r\nset-cookie: x=y',
    `attachment; filename="a__set-cookie_ x=y"; filename*=UTF-8''a__set-cookie_%20x%3Dy`,
  ],
  ["it's (1)!.txt", `attachment; filename="it's (1)!.txt"; filename*=UTF-8''it%27s%20%281%29%21.txt`],
  ['gpj.\u202Eexe', `attachment; filename="gpj._exe"; filename*=UTF-8''gpj._exe`],
  ['', `attachment; filename="file"; filename*=UTF-8''file`],
])('writes the name %j so that nothing stumbles over it', (filename, header) => {
  expect(contentDisposition(filename)).toBe(header)
})

it('writes a name that ends in half a letter', () => {
  expect(() => contentDisposition(`${'x'.repeat(149)}\ud83d`)).not.toThrow()
  expect(() => contentDisposition(`\u{1f600}${'x'.repeat(149)}`)).not.toThrow()
})

it('names a file without a name after its message', () => {
  expect(headersOf('image/jpeg')['content-disposition']).toContain('filename="msg_1.jpg"')
  expect(headersOf('application/zip')['content-disposition']).toContain('filename="msg_1"')
})

it('keeps a cache from serving the file of one caller to another', () => {
  expect(mediaHeaders({ state: 'stored', metaId: '1', mimeType: 'image/jpeg' }, 'msg_1')['vary']).toContain(
    'authorization',
  )
})

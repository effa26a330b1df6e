import { expect, it } from 'vitest'
import { hideBodyHeaders, restoreBodyHeaders } from './body-headers.ts'

it.each([
  [['Content-Type', 'application/json', 'Content-Encoding', 'gzip']],
  [['content-type', 'text/plain; charset=utf-16']],
  [['CONTENT-ENCODING', 'br', 'X', 'Content-Type']],
  [['Content-Type', 'application/json', 'content-type', 'text/html']],
  [[]],
])('hides and restores %j', (rawHeaders) => {
  const sent: Record<string, string> = {}
  for (let n = 0; n < rawHeaders.length; n += 2)
    sent[rawHeaders[n]?.toLowerCase() ?? ''] ??= rawHeaders[n + 1] ?? ''
  const request = { headers: { ...sent }, rawHeaders }
  hideBodyHeaders(request)
  expect(request.headers['content-type']).toBe('application/octet-stream')
  expect(request.headers).not.toHaveProperty('content-encoding')
  restoreBodyHeaders(request)
  expect({ ...request.headers }).toEqual(sent)
})

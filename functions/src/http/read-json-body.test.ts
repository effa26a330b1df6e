import { expect, it } from 'vitest'
import { readJsonBody, refuseCompressedBody } from './read-json-body.ts'

const read = (body: string | Uint8Array, type: string | undefined = 'application/json') =>
  readJsonBody({
    header: (name) => (name === 'content-type' ? type : undefined),
    arrayBuffer: async () => new Uint8Array(Buffer.from(body)).buffer,
  })

it.each([
  ['{"a":1}', 'application/json', { a: 1 }],
  ['{"a":"é😀"}', 'application/json; charset=utf-8', { a: 'é😀' }],
  ['{"a":1}', 'Application/JSON;charset="UTF8"', { a: 1 }],
  ['[1]', 'application/merge-patch+json', [1]],
  ['null', 'application/json', null],
  ['', 'text/plain', {}],
  ['\ufeff{"a":1}', 'application/json', { a: 1 }],
])('reads %j of type %s', async (body, type, json) => {
  expect(await read(body, type)).toEqual(json)
})

it.each([
  [
    'a=1',
    'application/x-www-form-urlencoded',
    'UNSUPPORTED_MEDIA_TYPE',
    expect.stringMatching(/./) as string,
  ],
  ['{}', 'text/plain', 'UNSUPPORTED_MEDIA_TYPE', expect.stringMatching(/./) as string],
  ['{}', '', 'UNSUPPORTED_MEDIA_TYPE', expect.stringMatching(/./) as string],
  ['{}', 'application/jsonp', 'UNSUPPORTED_MEDIA_TYPE', expect.stringMatching(/./) as string],
  [
    '{}',
    'application/json; charset=utf-16',
    'UNSUPPORTED_MEDIA_TYPE',
    expect.stringMatching(/"utf-16" is not supported.*UTF-8/) as string,
  ],
  [
    '{}',
    'application/json; charset=latin1',
    'UNSUPPORTED_MEDIA_TYPE',
    expect.stringMatching(/"latin1"/) as string,
  ],
  ['{"a":', 'application/json', 'INVALID_REQUEST', expect.stringMatching(/not valid JSON/) as string],
  ['{a:1}', 'application/json', 'INVALID_REQUEST', expect.stringMatching(/not valid JSON/) as string],
  [
    Uint8Array.of(0x22, 0xff, 0x22),
    'application/json',
    'INVALID_REQUEST',
    expect.stringMatching(/not valid UTF-8/) as string,
  ],
])('refuses %j of type %j as %s', async (body, type, code, message) => {
  await expect(read(body, type)).rejects.toMatchObject({ code, message })
})

it.each([undefined, '', 'identity', ' Identity '])('takes a body with Content-Encoding %j', (encoding) => {
  expect(() => refuseCompressedBody(encoding)).not.toThrow()
})

it.each(['gzip', 'br', 'deflate', 'zstd', 'gzip, identity', 'x'.repeat(500)])(
  'refuses a body with Content-Encoding %s',
  (encoding) => {
    expect(() => refuseCompressedBody(encoding)).toThrow(/is not supported. Send the body uncompressed/)
  },
)

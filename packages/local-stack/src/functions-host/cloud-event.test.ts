import type { IncomingHttpHeaders } from 'node:http'
import { expect, it } from 'vitest'
import { readCloudEvent } from './cloud-event.ts'

const bytes = (text: string) => Buffer.from(text)

it('reads a structured event', () => {
  const event = { specversion: '1.0', type: 't', data: { value: { fields: { n: 'é' } } } }
  expect(readCloudEvent({ 'content-type': 'application/json' }, bytes(JSON.stringify(event)))).toEqual(event)
})

it('reads a binary event: attributes from headers, data from the body', () => {
  const headers = {
    'content-type': 'application/json',
    'ce-id': '1',
    'ce-type': 'google.cloud.firestore.document.v1.created',
    'ce-datacontenttype': 'application/json',
    'x-other': 'ignored',
  }
  expect(readCloudEvent(headers, bytes('{"value":1}'))).toEqual({
    id: '1',
    type: 'google.cloud.firestore.document.v1.created',
    datacontenttype: 'application/json',
    data: { value: 1 },
  })
})

it('decodes the base64 text of a protobuf body, as the official emulator sends it', () => {
  const headers = { 'content-type': 'application/protobuf', 'ce-type': 't' }
  const body = bytes(Buffer.from([0, 255, 10]).toString('base64'))
  expect(readCloudEvent(headers, body)).toEqual({ type: 't', data: Buffer.from([0, 255, 10]) })
})

it.each<IncomingHttpHeaders>([{}, { 'ce-type': 't' }])(
  'throws a SyntaxError for a body that is not JSON: headers %j',
  (headers) => {
    expect(() => readCloudEvent(headers, bytes('{'))).toThrow(SyntaxError)
  },
)

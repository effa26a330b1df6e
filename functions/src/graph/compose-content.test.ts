import { contentOf, parseRequest, SendRequest } from '@waypost/contract'
import { expect, it } from 'vitest'
import { everyContent } from '../../test/support/every-content.ts'
import { composePayload } from './payload.ts'

const to = '+972546800360'

const payloadOf = (request: object) =>
  composePayload({ to, content: contentOf(parseRequest(SendRequest, { to, ...request })) })

it.each(everyContent)('composes %s exactly as Meta documents it', (_what, request, meta) => {
  expect(payloadOf(request)).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    type: request.type,
    [request.type]: meta,
  })
})

it('names an upload by the id that Meta gave it', () => {
  expect(payloadOf({ type: 'image', image: { mediaId: '77', caption: 'Hi' } }).image).toEqual({
    id: '77',
    caption: 'Hi',
  })
})

/** Names from before 1.0, and Meta's own: refused with the name to write instead. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { faultsIn } from '../../test/faults.ts'
import {
  NotifyRequest,
  OutboxDocument,
  parseRequest,
  RetryManyRequest,
  SendRequest,
  SendTextQuery,
  SendTextRequest,
} from '../index.ts'

const to = '+972546800360'
const template = { templateName: 'hello_world', languageCode: 'en_US' }
const link = 'https://example.com/image.jpg'
const write = (name: string) => `is not a field of this request: write ${name}`

it.each<[string, z.ZodType, object, Record<string, string>]>([
  [
    'linkPreview in a send',
    SendRequest,
    { to, type: 'text', text: { body: 'Hi', linkPreview: true } },
    { '/text/linkPreview': write('previewUrl') },
  ],
  [
    "Meta's preview_url",
    SendRequest,
    { to, type: 'text', text: { body: 'Hi', preview_url: true } },
    { '/text/preview_url': write('previewUrl') },
  ],
  [
    'link_preview',
    SendRequest,
    { to, type: 'text', text: { body: 'Hi', link_preview: true } },
    { '/text/link_preview': write('previewUrl') },
  ],
  [
    'linkPreview in sendText',
    SendTextRequest,
    { to, text: 'Hi', linkPreview: true },
    { '/linkPreview': write('previewUrl') },
  ],
  [
    'linkPreview in an address',
    SendTextQuery,
    { to, text: 'Hi', linkPreview: 'true' },
    { '/linkPreview': write('previewUrl') },
  ],
  [
    'linkPreview in the outbox',
    OutboxDocument,
    { to, message: { type: 'text', text: { body: 'Hi', linkPreview: true } } },
    { '/message/text/linkPreview': write('previewUrl') },
  ],
  [
    'the id of an image in a header',
    NotifyRequest,
    { ...template, headerParameters: { type: 'image', image: { link, id: '7' } } },
    { '/headerParameters/image/id': write('mediaId') },
  ],
  [
    'the id of an image on a card',
    NotifyRequest,
    {
      ...template,
      carousel: [{ headerParameters: { type: 'image', image: { link, id: '7' } } }],
    },
    { '/carousel/0/headerParameters/image/id': write('mediaId') },
  ],
  [
    'the id of a sticker',
    SendRequest,
    { to, type: 'sticker', sticker: { link, id: '7' } },
    { '/sticker/id': write('mediaId') },
  ],
  [
    'the id of a sound',
    SendRequest,
    { to, type: 'audio', audio: { link, id: '7' } },
    { '/audio/id': write('mediaId') },
  ],
  [
    'media_id',
    SendRequest,
    { to, type: 'video', video: { link, media_id: '7' } },
    { '/video/media_id': write('mediaId') },
  ],
  [
    'an id that is no media',
    SendRequest,
    { to, type: 'location', location: { latitude: 0, longitude: 0, id: '7' } },
    { '/location/id': 'is not a field of this request' },
  ],
  [
    'error in the filter of a retry',
    RetryManyRequest,
    { filter: { error: 'UPSTREAM_FAILED' } },
    { '/filter/error': write('code') },
  ],
  [
    'error elsewhere',
    SendTextRequest,
    { to, text: 'Hi', error: 'x' },
    { '/error': 'is not a field of this request' },
  ],
  [
    'template_name',
    NotifyRequest,
    { ...template, template_name: 'a' },
    { '/template_name': write('templateName') },
  ],
  [
    'phone-number',
    NotifyRequest,
    { ...template, 'phone-number': to },
    { '/phone-number': write('phoneNumber') },
  ],
])('names the new word for %s', (_what, schema, input, expected) => {
  expect(faultsIn(schema, input)).toEqual(expected)
})

describe('clients in the field', () => {
  it('keep their notify request', () => {
    const request = {
      phoneNumber: to,
      templateName: 'jaspers_market_image_cta_v1',
      languageCode: 'en_US',
      headerParameters: { type: 'image', image: { link } },
      templateParameters: [{ type: 'text', text: 'Variable #1' }],
    }
    expect(parseRequest(NotifyRequest, request)).toEqual(request)
  })

  it('keep their hosted session request', () => {
    const request = { session: 'ses_demo', to: '+15551234567', text: 'Your order has shipped.' }
    expect(parseRequest(SendTextRequest, request)).toEqual(request)
  })
})

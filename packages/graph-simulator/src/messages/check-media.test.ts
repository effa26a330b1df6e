import { expect, it } from 'vitest'
import { GraphError } from '../graph/graph-error.ts'
import { toPart } from '../graph/json-part.ts'
import { checkUpload } from '../media/check-upload.ts'
import { findUnexpiredMedia, sha256Of } from '../media/media.ts'
import { checkMedia, linkFailure, mediaKinds, type MediaKind } from './check-media.ts'

const link = 'https://example.com/file'
const MB = 1024 * 1024

function codeOf(action: () => unknown): number {
  try {
    action()
  } catch (error) {
    if (error instanceof GraphError) return error.refusal.code
    throw error
  }
  return 0
}
const check = (kind: MediaKind, media: object, mimeType?: string) =>
  codeOf(() => {
    checkMedia(toPart(media, kind), kind, () => mimeType)
  })

it.each(mediaKinds)('takes a %s by link or by id, and not by both or none', (kind) => {
  const mimeType = {
    image: 'image/png',
    video: 'video/mp4',
    audio: 'audio/ogg',
    document: 'text/plain',
    sticker: 'image/webp',
  }
  expect(check(kind, { link })).toBe(0)
  expect(check(kind, { id: '1' }, mimeType[kind])).toBe(0)
  expect(check(kind, { id: '1', link }, mimeType[kind])).toBe(100)
  expect(check(kind, {})).toBe(131008)
})

it.each<[MediaKind, string, boolean]>([
  ['image', 'image/jpeg', true],
  ['image', 'image/webp', false],
  ['image', 'image/gif', false],
  ['video', 'video/3gpp', true],
  ['video', 'video/webm', false],
  ['audio', 'audio/mpeg', true],
  ['audio', 'video/mp4', false],
  ['document', 'application/pdf', true],
  ['document', 'image/png', true],
  ['sticker', 'image/webp', true],
  ['sticker', 'image/png', false],
])('as %s, an uploaded %s is accepted: %s', (kind, mimeType, accepted) => {
  expect(check(kind, { id: '1' }, mimeType)).toBe(accepted ? 0 : 131009)
})

it('refuses an id that was never uploaded or has expired', () => {
  expect(check('image', { id: 'unknown' })).toBe(131009)
})

it.each<[MediaKind, object, number]>([
  ['image', { caption: 'x'.repeat(1024) }, 0],
  ['image', { caption: '' }, 0],
  ['image', { caption: 'x'.repeat(1025) }, 100],
  ['image', { filename: 'a.jpg' }, 100],
  ['video', { caption: 'A film' }, 0],
  ['document', { filename: 'x'.repeat(240), caption: 'A file' }, 0],
  ['document', { filename: 'x'.repeat(241) }, 100],
  ['audio', { caption: 'A song' }, 100],
  ['audio', { voice: true }, 0],
  ['audio', { voice: 'yes' }, 100],
  ['sticker', { caption: 'A cat' }, 100],
])('as %s with %j answers %i', (kind, members, code) => {
  expect(check(kind, { link, ...members })).toBe(code)
})

it.each(mediaKinds)('fails a %s later when its link is a web page', (kind) => {
  const failure = (address: string) => linkFailure(toPart({ link: address }, kind), kind)
  expect(failure('https://example.com/login.html')).toContain('mime type text/html')
  expect(failure('https://example.com/a.HTM?next=1')).toContain('Please use one of')
  expect(failure('https://example.com/a.html.jpg')).toBeUndefined()
  expect(linkFailure(toPart({ id: '1' }, kind), kind)).toBeUndefined()
})

it.each([
  ['image/jpeg', 5 * MB],
  ['image/png', 5 * MB],
  ['image/webp', 500 * 1024],
  ['video/mp4', 16 * MB],
  ['video/3gpp', 16 * MB],
  ['audio/aac', 16 * MB],
  ['audio/amr', 16 * MB],
  ['audio/mpeg', 16 * MB],
  ['audio/mp4', 16 * MB],
  ['audio/ogg; codecs=opus', 16 * MB],
  ['application/pdf', 100 * MB],
  ['text/plain', 100 * MB],
  ['application/msword', 100 * MB],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 100 * MB],
])('takes an upload of %s up to %i bytes', (mimeType, max) => {
  const upload = (size: number) =>
    codeOf(() => {
      checkUpload(mimeType, size)
    })
  expect([upload(1), upload(max), upload(max + 1), upload(0)]).toEqual([0, 0, 100, 100])
})

it.each(['image/gif', 'application/zip', 'text/html', ''])('takes no upload of %j', (mimeType) => {
  expect(
    codeOf(() => {
      checkUpload(mimeType, 1)
    }),
  ).toBe(100)
})

it('finds media until they expire', () => {
  const media = {
    id: '1',
    phoneNumberId: 'p',
    mimeType: 'image/png',
    bytes: new Uint8Array(),
    expiresAt: 1000,
  }
  const stored = new Map([['1', media]])
  expect(findUnexpiredMedia(stored, '1', new Date(999))).toBe(media)
  expect(findUnexpiredMedia(stored, '1', new Date(1000))).toBeUndefined()
  expect(findUnexpiredMedia(stored, '2', new Date(0))).toBeUndefined()
})

it('hashes the bytes of a media', () => {
  const bytes = new TextEncoder().encode('abc')
  expect(sha256Of(bytes, 'hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

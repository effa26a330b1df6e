/** The file types that WhatsApp accepts, and their size limits as Meta documents them. */
import { expect, it } from 'vitest'
import { faultsIn, text } from '../../test/faults.ts'
import { bareMimeType, mediaStates, mediaTypes, MessageMedia, UploadMediaQuery } from '../index.ts'

const KB = 1024
const MB = 1024 * KB

it.each<[type: string, sentAs: string, mostBytes: number]>([
  ['audio/aac', 'audio', 16 * MB],
  ['audio/amr', 'audio', 16 * MB],
  ['audio/mpeg', 'audio', 16 * MB],
  ['audio/mp4', 'audio', 16 * MB],
  ['audio/ogg', 'audio', 16 * MB],
  ['audio/opus', 'audio', 16 * MB],
  ['video/mp4', 'video', 16 * MB],
  ['video/3gpp', 'video', 16 * MB],
  ['image/jpeg', 'image', 5 * MB],
  ['image/png', 'image', 5 * MB],
  ['image/webp', 'sticker', 500 * KB],
  ['text/plain', 'document', 100 * MB],
  ['application/pdf', 'document', 100 * MB],
  ['application/msword', 'document', 100 * MB],
  ['application/vnd.ms-excel', 'document', 100 * MB],
  ['application/vnd.ms-powerpoint', 'document', 100 * MB],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document', 100 * MB],
])('sends %s as %s', (type, sentAs, mostBytes) => {
  expect(mediaTypes.get(type)).toMatchObject({ sentAs, mostBytes })
})

it.each(['image/gif', 'video/quicktime', 'application/zip', 'text/html', ''])('does not send %s', (type) => {
  expect(mediaTypes.has(type)).toBe(false)
})

it.each([
  ['audio/ogg; codecs=opus', 'audio/ogg'],
  ['IMAGE/PNG', 'image/png'],
  [' text/plain ;charset=utf-8', 'text/plain'],
  ['', ''],
])('reads %j as the type %j', (written, bare) => {
  expect(bareMimeType(written)).toBe(bare)
})

it('takes a session and a name for an upload', () => {
  expect(faultsIn(UploadMediaQuery, {})).toEqual({})
  expect(faultsIn(UploadMediaQuery, { session: text(100), filename: text(240) })).toEqual({})
  expect(faultsIn(UploadMediaQuery, { filename: text(241) })).toEqual({
    '/filename': 'must have at most 240 characters',
  })
  expect(faultsIn(UploadMediaQuery, { session: '' })).toEqual({
    '/session': 'must have at least 1 character',
  })
})

it.each(mediaStates)('shows a file that is %s, with a reason', (state) => {
  const media = { state, mimeType: 'image/png', reason: 'Meta no longer has the file.' }
  expect(MessageMedia.parse(media)).toEqual(media)
  expect(MessageMedia.safeParse({ ...media, state: `${state}!` }).success).toBe(false)
})

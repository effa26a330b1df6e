import { expect, it } from 'vitest'
import { mediaName, mediaOf } from './message-media.ts'

it.each(['image', 'video', 'audio', 'document', 'sticker', 'voice'])(
  'finds the file of a message of the type %s',
  (type) => {
    const file = { id: '7', mime_type: 'a/b', sha256: 'c2hh', filename: 'a.pdf', caption: 'Look' }
    expect(mediaOf({ type, [type]: file })).toEqual({
      state: 'pending',
      metaId: '7',
      mimeType: 'a/b',
      sha256: 'c2hh',
      filename: 'a.pdf',
    })
  },
)

it('finds a file of which Meta says nothing but its id, as a number', () => {
  expect(mediaOf({ type: 'image', image: { id: 7 } })).toEqual({
    state: 'pending',
    metaId: '7',
    mimeType: 'application/octet-stream',
  })
})

it.each([
  { type: 'text', text: { body: 'Hello' } },
  { type: 'image' },
  { type: 'image', image: null },
  { type: 'image', image: { id: '' } },
  { type: 'constructor' },
  {},
  null,
  'image',
])('finds no file in %j', (item) => {
  expect(mediaOf(item)).toBeUndefined()
})

it('files a file under the day when its message may be deleted', () => {
  expect(mediaName({ id: 'msg_1', purgeAt: new Date('2027-01-31T23:59:59Z') })).toBe('2027-01-31/msg_1')
})

import { deleteApp, initializeApp, type App } from 'firebase-admin/app'
import { getStorage } from 'firebase-admin/storage'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketBlobStore } from '../../src/media/blob-store-bucket.firebase.ts'
import { folderBlobStore } from '../../src/media/blob-store-folder.system.ts'
import type { BlobStore } from '../../src/media/blob-store.ts'
import { serveStorage, type ServedStorage } from '../support/served-storage.ts'

/** Both stores do the same: a folder of this machine, and Cloud Storage through Google's own client. */
let storage: ServedStorage
let app: App
let folder: string
beforeAll(async () => {
  storage = await serveStorage()
  process.env['STORAGE_EMULATOR_HOST'] = storage.host
  app = initializeApp({ projectId: 'demo-media' }, 'media')
  folder = mkdtempSync(join(tmpdir(), 'waypost-media-store-'))
})
afterAll(async () => {
  delete process.env['STORAGE_EMULATOR_HOST']
  await deleteApp(app)
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const stores: [string, () => BlobStore][] = [
  ['a folder', () => folderBlobStore(folder)],
  ['a bucket', () => bucketBlobStore(getStorage(app), 'files')],
]
const about = { mimeType: 'image/png', until: new Date('2026-05-30T12:00:00Z') }
const bytes = Buffer.from([0, 255, 13, 10, 13, 10, 65, 66, 67])

async function* pieces(failure?: Error): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 4)
  if (failure) throw failure
  yield bytes.subarray(4)
}

const read = async (stream: ReadableStream<Uint8Array> | null): Promise<Buffer | null> =>
  stream && Buffer.from(await new Response(stream).arrayBuffer())

describe.each(stores)('%s', (_what, store) => {
  it('gives back what was put in, whole and in part', async () => {
    await store().put('2026-05-30/msg_1', pieces(), about)
    expect(await read(await store().open('2026-05-30/msg_1'))).toEqual(bytes)
    const part = await store().open('2026-05-30/msg_1', { start: 6, end: 7 })
    expect((await read(part))?.toString()).toBe('AB')
  })

  it('keeps nothing of a file that goes wrong, and says what went wrong', async () => {
    const putting = store().put('2026-05-30/msg_2', pieces(new Error('damaged')), about)
    await expect(putting).rejects.toThrow('damaged')
    expect(await store().open('2026-05-30/msg_2')).toBeNull()
  })

  it('deletes a file once, and does not mind twice', async () => {
    await store().put('2026-05-30/msg_3', pieces(), about)
    await store().remove('2026-05-30/msg_3')
    await store().remove('2026-05-30/msg_3')
    expect(await store().open('2026-05-30/msg_3')).toBeNull()
  })

  it('deletes the days that are over, and no other', async () => {
    for (const name of ['2026-05-28/msg_4', '2026-05-29/msg_5', '2026-05-31/msg_6'])
      await store().put(name, pieces(), about)
    expect(await store().removeDaysBefore('2026-05-30')).toBe(2)
    expect(await store().removeDaysBefore('2026-05-30')).toBe(0)
    expect(await store().open('2026-05-28/msg_4')).toBeNull()
    expect(await read(await store().open('2026-05-31/msg_6'))).toEqual(bytes)
  })
})

it('tells the bucket what a file is and when it may go', async () => {
  await bucketBlobStore(getStorage(app), 'files').put('2026-05-30/msg_7', pieces(), about)
  expect(storage.objects.get('waypost-media/2026-05-30/msg_7')?.metadata).toMatchObject({
    contentType: 'image/png',
    customTime: '2026-05-30T12:00:00.000Z',
  })
})

it('says what to set where a project has no bucket', () => {
  expect(() => bucketBlobStore(getStorage(app), '')).toThrow(/MEDIA_BUCKET/)
})

it('knows no days in a folder that is not there yet', async () => {
  expect(await folderBlobStore(join(folder, 'nowhere')).removeDaysBefore('2026-05-30')).toBe(0)
})

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import type { OpenMedia } from '../../src/graph/media.ts'
import { mediaOverHttp } from '../../src/graph/media.undici.ts'
import { downloadMedia, type DownloadMediaNeeds } from '../../src/media/download-media.ts'
import { enqueueMediaDownload } from '../../src/media/enqueue-media-download.ts'
import { folderBlobStore } from '../../src/media/blob-store-folder.system.ts'
import { firestoreMessageMedia } from '../../src/media/message-media-store.firestore.ts'
import { mediaOf, type MessageMedia } from '../../src/messages/message-media.ts'
import { purgeExpiredMedia } from '../../src/media/purge-media.ts'
import { serveMedia } from '../../src/media/serve-media.ts'
import { uploadMedia } from '../../src/media/upload-media.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { serveMeta, type ServedMeta } from '../support/served-meta.ts'

/** Files of people, from Meta to the store and to those who may see them; the store is a folder. */
let rig: EngineRig
let meta: ServedMeta
let folder: string
beforeAll(async () => {
  ;[rig, meta] = await Promise.all([engineRig(), serveMeta()])
  folder = mkdtempSync(join(tmpdir(), 'waypost-media-'))
})
afterAll(async () => {
  await Promise.all([rig.close(), meta.close()])
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  rig.clock.reset()
  rig.graph.reset()
  rig.firestore.clear()
  rig.tasks.length = 0
  rig.logged.length = 0
  meta.reset()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  await rig.needs.sessions()
})

const messageId = 'msg_01h455vb4pex5vsknk084sn02q'
const purgeAt = new Date('2026-05-30T12:00:00Z')
const picture = Buffer.from('a picture, says its sender')
const keeper: Caller = {
  kind: 'key',
  keyId: 'k',
  owner: 'acme',
  scopes: ['read', 'send'],
  sessions: 'all',
  mode: 'live',
}
const operator: Caller = { kind: 'user', uid: 'olga', role: 'operator' }

const needsAt = (url: string) => ({
  records: firestoreMessageMedia(rig.db),
  ...mediaOverHttp({
    url,
    testUrl: rig.graph.url,
    version: 'v26.0',
    accessToken: 'token',
    testAccessToken: 'token',
  }),
  store: async () => folderBlobStore(folder),
  session: async (id: string) => rig.needs.session(id),
  log: rig.needs.log,
})

/** A message of a session, with the file that stands in a webhook. */
async function messageWith(media: MessageMedia | undefined): Promise<void> {
  const fields = { id: messageId, sessionId: rig.session.id, purgeAt, ...(media && { media }) }
  await rig.db.doc(`messages/${messageId}`).set(fields)
}

/** A person sends a file to the simulator; what stands in Meta's webhook of it. */
async function someoneSends(type: string, file: object): Promise<MessageMedia | undefined> {
  const said = await fetch(`${rig.graph.url}/_simulator/inbound`, {
    method: 'POST',
    body: JSON.stringify({ from: '+972546800361', type, [type]: file }),
  })
  expect(said.ok, await said.text()).toBe(true)
  await rig.graph.drainWebhooks()
  const inbox = await rig.db.collection('inbox').where('kind', '==', 'message').get()
  return mediaOf(JSON.parse(String(inbox.docs[0]?.get('item'))))
}

const mediaNow = async (): Promise<MessageMedia | undefined> =>
  (await rig.db.doc(`messages/${messageId}`).get()).get('media') as MessageMedia | undefined

const tries = (needs: DownloadMediaNeeds, isLast = false): Promise<void> =>
  downloadMedia({ messageId, isLast }, needs)

const read = async (caller: Caller, range?: string) =>
  serveMedia(messageId, { caller, range }, { ...needsAt(rig.graph.url), sessions: rig.needs.sessions })

const bytesOf = async (body: unknown): Promise<Buffer> =>
  Buffer.from(await new Response(body as ReadableStream).arrayBuffer())

const pending = (more: Partial<MessageMedia> = {}): MessageMedia => ({
  state: 'pending',
  metaId: '7',
  mimeType: 'image/png',
  ...more,
})

it('keeps the file that a person sends, byte for byte, and hands it to those who may see it', async () => {
  await messageWith(
    await someoneSends('document', { data: picture.toString('base64'), filename: 'bill.pdf' }),
  )
  await expect(read(operator)).rejects.toMatchObject({ code: 'MEDIA_PENDING', retryAfterSeconds: 5 })
  await tries(needsAt(rig.graph.url))
  expect(await mediaNow()).toMatchObject({ state: 'stored', size: picture.length })
  const answer = await read(operator)
  expect(answer).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining('attachment; filename="bill.pdf"') as string,
      'content-length': String(picture.length),
    },
  })
  expect(await bytesOf(answer.body)).toEqual(picture)
})

it('hands out the part that is asked for', async () => {
  await messageWith(await someoneSends('image', { data: picture.toString('base64') }))
  await tries(needsAt(rig.graph.url))
  const part = await read(operator, 'bytes=2-8')
  expect(part).toMatchObject({
    status: 206,
    headers: { 'content-range': `bytes 2-8/${String(picture.length)}`, 'content-length': '7' },
  })
  expect((await bytesOf(part.body)).toString()).toBe('picture')
  expect(await read(operator, 'bytes=999-')).toMatchObject({
    status: 416,
    headers: { 'content-range': `bytes */${String(picture.length)}` },
  })
})

it('hides files of sessions of other owners, and that they exist', async () => {
  await messageWith(pending({ state: 'stored', size: 1 }))
  const stranger = { ...keeper, owner: 'stranger' }
  await expect(read(stranger)).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' })
  await rig.db.doc(`messages/${messageId}`).delete()
  await expect(read(operator)).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' })
})

it('downloads a file once when its task runs twice', async () => {
  meta.has(picture)
  await messageWith(pending())
  await tries(needsAt(meta.url))
  await tries(needsAt(meta.url))
  expect(meta.asked()).toEqual(['/v26.0/7', '/file'])
})

it('makes one task for a message that comes twice, and none where there is no file to fetch', async () => {
  const keep = enqueueMediaDownload(rig.needs.tasks)
  await keep({ id: messageId, media: pending() })
  await keep({ id: messageId })
  await keep({ id: messageId, media: pending({ state: 'stored' }) })
  expect(rig.tasks).toEqual([{ queue: 'downloadMedia', id: messageId, data: { messageId } }])
})

it('asks for a new address at each try: the old one may be over', async () => {
  meta.has(picture, { gone: 1 })
  await messageWith(pending())
  await expect(tries(needsAt(meta.url))).rejects.toThrow()
  expect(await mediaNow()).toMatchObject({ state: 'pending', because: expect.any(String) as string })
  await tries(needsAt(meta.url))
  expect(await mediaNow()).toMatchObject({ state: 'stored', size: picture.length })
  expect(await mediaNow()).not.toHaveProperty('because')
  expect(meta.asked()).toEqual(['/v26.0/7', '/file', '/v26.0/7', '/file'])
})

it.each<[string, Parameters<ServedMeta['has']>[1], Partial<MessageMedia>]>([
  ['another file than Meta says', { sha256: '0'.repeat(64) }, {}],
  ['another file than the webhook said', {}, { sha256: Buffer.alloc(32).toString('base64') }],
  ['less than Meta says', { size: picture.length + 1 }, {}],
  ['a file that breaks off', { breaksOff: true }, {}],
])('does not keep %s, tries again, and says in the end that it failed', async (_what, trouble, media) => {
  meta.has(picture, trouble)
  await messageWith(pending(media))
  await expect(tries(needsAt(meta.url))).rejects.toThrow()
  expect(await mediaNow()).toMatchObject({ state: 'pending' })
  await tries(needsAt(meta.url), true)
  expect(await mediaNow()).toMatchObject({ state: 'failed', because: expect.any(String) as string })
  expect(rig.logged).toContainEqual(expect.objectContaining({ event: 'media.not_stored' }))
  expect(filesIn(folder)).toEqual([])
  await expect(read(operator)).rejects.toMatchObject({ code: 'MEDIA_NOT_KEPT' })
})

it.each([
  ['says so before', { size: 101 * 1024 * 1024 }],
  ['does not say so before', { size: undefined, goesOn: true }],
])('does not take a file of more than 100 MB, when Meta %s', async (_what, trouble) => {
  meta.has(picture, trouble)
  await messageWith(pending())
  await tries(needsAt(meta.url))
  expect(await mediaNow()).toMatchObject({ state: 'too_big' })
  expect(filesIn(folder)).toEqual([])
})

it('says at once that a file is gone at Meta', async () => {
  await messageWith(pending({ metaId: '999' }))
  await tries(needsAt(rig.graph.url))
  expect(await mediaNow()).toMatchObject({
    state: 'failed',
    because: expect.stringContaining('Meta') as string,
  })
})

it('follows redirects between hosts of Meta only', async () => {
  meta.has(picture, { redirects: ['/elsewhere'] })
  await messageWith(pending())
  await tries(needsAt(meta.url))
  expect(await mediaNow()).toMatchObject({ state: 'stored' })

  const stranger = await serveMeta()
  for (const trouble of [{ redirects: [`${stranger.url}/file`] }, { url: `${stranger.url}/file` }]) {
    meta.has(picture, trouble)
    await messageWith(pending())
    await expect(tries(needsAt(meta.url))).rejects.toThrow(/none of its hosts/)
  }
  expect(stranger.asked()).toEqual([])
  await stranger.close()
})

it('ends where Meta goes round in circles', async () => {
  meta.has(picture, { redirects: Array.from({ length: 9 }, () => '/round') })
  await messageWith(pending())
  await expect(tries(needsAt(meta.url))).rejects.toThrow(/without end/)
  expect(meta.asked()).toHaveLength(5)
})

it('tries again when Meta is out of reach or answers nonsense', async () => {
  await messageWith(pending())
  await expect(tries(needsAt('http://127.0.0.1:9'))).rejects.toThrow(/could not be reached/)
  meta.has(picture, { url: null })
  await expect(tries(needsAt(meta.url))).rejects.toThrow(/where the file is/)
})

it.each<[string, () => Promise<unknown>]>([
  ['emptied', () => messageWith(undefined)],
  ['deleted', () => rig.db.doc(`messages/${messageId}`).delete()],
])('keeps nothing of a person whose message is %s meanwhile', async (_what, erase) => {
  meta.has(picture)
  await messageWith(pending())
  const needs = needsAt(meta.url)
  const opened: OpenMedia = async (...asked) => {
    await erase()
    return needs.openMedia(...asked)
  }
  await tries({ ...needs, openMedia: opened })
  expect(filesIn(folder)).toEqual([])
  expect(await mediaNow()).toBeUndefined()
})

it('deletes files with their messages, a day at once', async () => {
  meta.has(picture)
  await messageWith(pending())
  await tries(needsAt(meta.url))
  const purge = () => purgeExpiredMedia({ ...needsAt(meta.url), clock: rig.clock, log: rig.needs.log })
  await purge()
  expect(filesIn(folder)).toEqual([`2026-05-30/${messageId}`])
  rig.clock.advance(91 * 86_400)
  await purge()
  expect(filesIn(folder)).toEqual([])
  await expect(read(operator)).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' })
})

const upload = (caller: Caller, file: { bytes: Uint8Array; mimeType: string }, hasSimulator = true) =>
  uploadMedia(
    { ...file, fields: {} },
    { caller, input: {} },
    { ...needsAt(rig.graph.url), sessions: rig.needs.sessions, clock: rig.clock, settings: { hasSimulator } },
  )

it('uploads a file to Meta and says until when it is good', async () => {
  const answer = await upload(keeper, { bytes: picture, mimeType: 'IMAGE/PNG; q=1' })
  expect(answer).toEqual({
    id: expect.stringMatching(/^\d+$/) as string,
    mimeType: 'image/png',
    size: picture.length,
    expiresAt: '2026-03-31T12:00:00.000Z',
  })
  const opened = await needsAt(rig.graph.url).openMedia(
    { phoneNumberId: rig.session.phoneNumberId, mode: 'live' },
    'id' in answer ? answer.id : '',
  )
  expect(await bytesOf('bytes' in opened ? ReadableStream.from(opened.bytes) : null)).toEqual(picture)
})

it('shows a test key without a simulator that its file would do', async () => {
  const tester: Caller = { ...keeper, mode: 'test' }
  expect(await upload(tester, { bytes: picture, mimeType: 'image/png' }, false)).toEqual({
    dryRun: true,
    mimeType: 'image/png',
    size: picture.length,
  })
})

it.each([
  ['a type that WhatsApp does not take', { bytes: picture, mimeType: 'text/html' }, 'MEDIA_TYPE_UNSUPPORTED'],
  ['a file without a type', { bytes: picture, mimeType: '' }, 'MEDIA_TYPE_UNSUPPORTED'],
  [
    'a picture of more than 5 MB',
    { bytes: new Uint8Array(5_242_881), mimeType: 'image/png' },
    'MEDIA_TOO_LARGE',
  ],
  ['nothing', { bytes: new Uint8Array(), mimeType: 'image/png' }, 'INVALID_REQUEST'],
])('refuses %s before Meta is asked', async (_what, file, code) => {
  await expect(upload(keeper, file)).rejects.toMatchObject({ code })
})

it("tells Meta's refusal of a file in our words", async () => {
  const needs = { ...needsAt('http://127.0.0.1:9'), sessions: rig.needs.sessions, clock: rig.clock }
  const file = { bytes: picture, mimeType: 'image/png', fields: {} }
  const settings = { hasSimulator: true }
  await expect(
    uploadMedia(file, { caller: keeper, input: {} }, { ...needs, settings }),
  ).rejects.toMatchObject({
    code: 'UPSTREAM_FAILED',
  })
  await fetch(`${rig.graph.url}/_simulator/token`, { method: 'POST', body: '{"action":"kill"}' })
  await expect(upload(keeper, { bytes: picture, mimeType: 'image/png' })).rejects.toMatchObject({
    code: 'WHATSAPP_TOKEN_EXPIRED',
  })
})

function filesIn(path: string): string[] {
  const days = readdirSync(path, { recursive: true, withFileTypes: true, encoding: 'utf8' })
  return days
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
}

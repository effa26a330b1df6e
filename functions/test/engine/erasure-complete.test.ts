import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErasureProof } from '@waypost/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { contactRouteServices } from '../../src/composition/contact-routes.ts'
import type { Platform } from '../../src/composition/platform.ts'
import { sessionServices } from '../../src/composition/sessions.ts'
import { eraseRoute } from '../../src/erasure/erase.http.ts'
import { folderBlobStore } from '../../src/media/blob-store-folder.system.ts'
import { mediaName } from '../../src/messages/message-media.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { addSession, removeSession, updateSession } from '../../src/sessions/change-sessions.ts'
import { dana } from '../support/contact-items.ts'
import { createApiRig, type ApiRig } from '../support/api-rig.ts'
import { deliveryRig, type DeliveryRig } from '../support/delivery-rig.ts'
import { textItem, webhook } from '../support/meta-webhooks.ts'
import { postToRig } from '../support/post-to-rig.ts'

/** After an erasure the person is nowhere: not in the database, of which every document is read, and in no file. */
let rig: DeliveryRig
let api: ApiRig
let platform: Platform
let folder: string
beforeAll(async () => {
  rig = await deliveryRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  await rig.reset()
  folder = await mkdtemp(join(tmpdir(), 'erasure-'))
  platform = { ...rig.engine.platform, blobStore: async () => folderBlobStore(folder) }
  api = createApiRig(rig.engine, () => [eraseRoute(async () => contactRouteServices(platform))])
})
afterEach(() => rm(folder, { recursive: true }))

const secrets = ['972546800360', btoa(dana.waId), 'Dana Levi', 'my secret', 'your secret', 'my face']

/** Every document of the database with its id, and every file with its name. */
async function everything(): Promise<string> {
  const collections = await rig.engine.db.listCollections()
  const found = await Promise.all(collections.map((collection) => collection.get()))
  const documents = found.flatMap(({ docs }) => docs.map((one) => [one.ref.path, one.data()]))
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return JSON.stringify([documents, files, contents])
}
const found = async () => {
  const stored = await everything()
  return secrets.filter((secret) => stored.includes(secret))
}

/** Dana writes a text and sends a picture, and gets an answer that is followed and reported to an endpoint. */
async function converse(): Promise<void> {
  const contacts = [{ wa_id: dana.waId, profile: { name: 'Dana Levi' } }]
  await rig.addEndpoint({ events: ['*'] })
  await postToRig(rig.engine, webhook({ contacts, messages: [textItem('wamid.1', 'my secret')] }))
  const image = { id: '1', mime_type: 'image/jpeg', caption: 'my face' }
  const picture = { from: dana.waId, id: 'wamid.2', timestamp: '1772366400', type: 'image', image }
  await postToRig(rig.engine, webhook({ contacts, messages: [picture] }))
  const [message] = (await rig.engine.db.collection('messages').where('contentType', '==', 'image').get())
    .docs
  const purgeAt = (message?.get('purgeAt') as { toDate(): Date }).toDate()
  const name = mediaName({ id: message?.id ?? '', purgeAt })
  const bytes = async function* () {
    yield Buffer.from('my face')
  }
  await folderBlobStore(folder).put(name, bytes(), { mimeType: 'image/jpeg', until: purgeAt })
  await sendMessage(
    {
      caller: { kind: 'user', uid: 'olga', role: 'operator' },
      to: dana.phone,
      toField: '/to',
      content: { type: 'text', text: { body: 'your secret' } },
      options: {},
      wait: true,
      idempotencyKey: undefined,
    },
    rig.needs,
  )
  await rig.settleWebhooks()
  await rig.fanOut()
}

const changes: [string, () => Promise<void>][] = [
  ['as it is', async () => undefined],
  [
    'after its session got another number',
    () =>
      editSessions(
        updateSession(rig.engine.session.id, (one) => ({ ...one, phoneNumberId: '2', wabaId: '3' })),
      ),
  ],
  [
    'after its session was deleted',
    async () => {
      const { session } = rig.engine
      await editSessions(addSession({ ...session, id: 'ses_new', phoneNumberId: '2', isDefault: true }))
      await editSessions(removeSession(session.id))
    },
  ],
]
const editSessions: ReturnType<typeof sessionServices>['sessionStore']['edit'] = async (decide) => {
  const services = sessionServices(platform)
  await services.sessionStore.edit(decide)
  services.invalidateSessions()
}

it.each(changes)('leaves nothing of a contact %s', async (_, change) => {
  await converse()
  expect(await found()).toEqual(secrets)
  await change()
  const path = `/v1/contacts/${encodeURIComponent(dana.phone)}/data?session=${rig.engine.session.id}`
  const { status, body } = await api.ask<ErasureProof>(path, { method: 'DELETE', as: 'operator' })
  expect([status, body.remaining]).toEqual([200, 0])
  expect(await found()).toEqual([])
})

it('lets no former owner erase a contact of a deleted session', async () => {
  await converse()
  await changes[2]?.[1]()
  const path = `/v1/contacts/${encodeURIComponent(dana.phone)}/data?session=${rig.engine.session.id}`
  expect((await api.ask(path, { method: 'DELETE', as: 'sender' })).status).toBe(403)
  expect(await found()).toEqual(secrets)
})

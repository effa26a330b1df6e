import { afterAll, beforeEach, expect, it } from 'vitest'
import { startEmbeddedFirestore } from '../src/index.ts'
import { startFunctionsHost } from './support/functions-host.ts'
import { postJson, writesOf } from './support/rest-client.ts'

const firestore = await startEmbeddedFirestore({ port: 0 })
const functions = await startFunctionsHost()
afterAll(async () => {
  await firestore.close()
  functions.close()
})

const project = 'demo-events'
const { commit, update, remove } = writesOf(firestore.host, project)
const type = (kind: string) => `google.cloud.firestore.document.v1.${kind}`
const trigger = (kind: string, document: string, retry = false) =>
  firestore.addTrigger({
    id: `on-${kind}`,
    eventType: type(kind),
    project,
    document,
    retry,
    url: functions.url,
  })

beforeEach(() => {
  functions.events.splice(0)
  firestore.resetCounts()
})

it('tells each kind of trigger of its own kind of change, with both sides of the document', async () => {
  for (const kind of ['created', 'updated', 'deleted', 'written']) trigger(kind, 'kinds/{id}')
  await commit(update('kinds/a', { n: 1 }))
  await firestore.eventsIdle()
  await commit(update('kinds/a', { n: 2 }))
  await firestore.eventsIdle()
  await commit(remove('kinds/a'))
  await firestore.eventsIdle()
  const received = functions.events.map(({ type, data }) => [
    type.split('.').at(-1),
    Boolean(data.oldValue),
    Boolean(data.value),
  ])
  expect(received).toHaveLength(6)
  expect(received).toContainEqual(['created', false, true])
  expect(received).toContainEqual(['updated', true, true])
  expect(received).toContainEqual(['deleted', true, false])
  expect(received.filter(([kind]) => kind === 'written')).toHaveLength(3)
})

it('tells nothing of other paths, of other projects, of writes that change nothing, and of clearing', async () => {
  trigger('written', 'quiet/{id}')
  await commit(update('quiet/a/deeper/b', { n: 1 }))
  await writesOf(firestore.host, 'demo-other').commit(update('quiet/a', { n: 1 }, 'demo-other'))
  await firestore.eventsIdle()
  expect(functions.events).toEqual([])
  await commit(update('quiet/a', { n: 1 }))
  await commit(update('quiet/a', { n: 1 }))
  firestore.clear(project)
  await firestore.eventsIdle()
  expect(functions.events).toHaveLength(1)
})

it('delivers an event again under the same id until it is accepted', async () => {
  trigger('created', 'again/{id}', true)
  functions.answers.push(500, 503)
  await commit(update('again/a', { n: 1 }))
  await firestore.eventsIdle()
  expect(functions.events).toHaveLength(3)
  expect(new Set(functions.events.map(({ id }) => id)).size).toBe(1)
  expect(firestore.counts().events).toEqual({ delivered: 1, failedAttempts: 2, dropped: 0 })
})

it('delivers once where no retry is wanted', async () => {
  trigger('created', 'once/{id}')
  functions.answers.push(500)
  await commit(update('once/a', { n: 1 }))
  await firestore.eventsIdle()
  expect(functions.events).toHaveLength(1)
  expect(firestore.counts().events.dropped).toBe(1)
})

it('makes one event of a commit that writes a document twice', async () => {
  trigger('created', 'twice/{id}')
  await commit(update('twice/a', { n: 1 }), update('twice/a', { n: 2 }))
  await firestore.eventsIdle()
  expect(functions.events.map(({ data }) => data.value?.fields)).toEqual([{ n: { integerValue: '2' } }])
})

it('takes triggers as the functions emulator registers them', async () => {
  const own = await startEmbeddedFirestore({ port: 0, functionsAddress: new URL(functions.url).host })
  const registration = {
    eventType: type('created'),
    database: '(default)',
    namespace: '(default)',
    document: { value: 'outbox/{id}', matchType: 'PATH_PATTERN' },
  }
  const path = `/emulator/v1/projects/${project}/eventarcTrigger?eventarcTriggerId=us-central1-outbox-0`
  expect((await postJson(`http://${own.host}${path}`, registration)).status).toBe(200)
  await writesOf(own.host, project).commit(update('outbox/m1', { to: 1 }))
  const [event] = await functions.received(1)
  expect(event).toMatchObject({ type: type('created'), document: 'outbox/m1' })
  await own.close()
})

import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { portsAtOffset } from '../src/ports.ts'
import { readSettings, functionsEnvironment } from '../src/settings.ts'
import { banner, notifyCurl } from '../src/stack/banner.ts'
import { describeStack } from '../src/stack/describe-stack.ts'
import { mediaFolder } from '../src/media-folder.ts'
import { createClosers } from '../src/stack/closers.ts'
import { dataDirectoryAt, readStackFile, removeStackFile, writeStackFile } from '../src/stack-file.ts'

/** No stack runs here: only files are written. */
const OFFSET = 49_000 + (process.pid % 900)
const ports = portsAtOffset(OFFSET)
const settings = readSettings(ports)
const stack = describeStack(ports, settings, { apiKey: 'wp_test_key', sessionId: 'ses_demo' })

afterEach(() => {
  rmSync(dataDirectoryAt(OFFSET), { recursive: true, force: true })
})

it('reads back what was written, and nothing after the removal', () => {
  expect(readStackFile(OFFSET)).toBeUndefined()
  writeStackFile(OFFSET, stack)
  expect(readStackFile(OFFSET)).toEqual(stack)
  removeStackFile(OFFSET)
  removeStackFile(OFFSET)
  expect(readStackFile(OFFSET)).toBeUndefined()
})

it('leaves no temporary file', () => {
  writeStackFile(OFFSET, stack)
  writeStackFile(OFFSET, { ...stack, pid: 1 })
  expect(readdirSync(dataDirectoryAt(OFFSET))).toEqual(['stack.json'])
})

it('keeps the data of a moved stack apart', () => {
  expect(dataDirectoryAt(OFFSET)).toBe(join(dataDirectoryAt(0), `offset-${OFFSET}`))
})

it('describes addresses with the ports of the stack', () => {
  expect(stack).toMatchObject({
    apiUrl: `http://127.0.0.1:${ports.hosting}`,
    webhookUrl: `http://127.0.0.1:${ports.hosting}/webhooks/whatsapp`,
    graphUrl: `http://127.0.0.1:${ports.graph}`,
    firestoreHost: `127.0.0.1:${ports.firestore}`,
    tasksUrl: `http://127.0.0.1:${ports.tasks}`,
    clockUrl: `http://127.0.0.1:${ports.clock}`,
    projectId: 'demo-waypost',
    pid: process.pid,
  })
  expect(stack.users.operator.email).toBe('operator@example.com')
})

it('prints the addresses, the key, and how to stop the stack', () => {
  const text = banner(stack, 4.25, OFFSET)
  for (const part of [
    'Waypost is up (4.3 s).',
    `${stack.apiUrl}/v1`,
    'wp_test_key',
    'operator@example.com',
    `.local/offset-${OFFSET}/stack.json`,
    `npm stop -- --port-offset ${OFFSET}`,
    notifyCurl(stack),
  ])
    expect(text).toContain(part)
})

it('prints a curl command whose body is valid JSON', () => {
  const [, body = ''] = /-d '(.*)'$/.exec(notifyCurl(stack)) ?? []
  expect(JSON.parse(body)).toMatchObject({ templateName: 'jaspers_market_image_cta_v1' })
})

it('lets the environment override a setting', () => {
  process.env.WHATSAPP_VERIFY_TOKEN = 'from the environment'
  expect(readSettings(ports).WHATSAPP_VERIFY_TOKEN).toBe('from the environment')
  delete process.env.WHATSAPP_VERIFY_TOKEN
  expect(settings.WHATSAPP_GRAPH_URL).toBe(stack.graphUrl)
})

it('points every Google library of the functions to this machine', () => {
  expect(functionsEnvironment(settings, ports)).toMatchObject({
    GCLOUD_PROJECT: 'demo-waypost',
    FUNCTIONS_EMULATOR: 'true',
    FIRESTORE_EMULATOR_HOST: `127.0.0.1:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `127.0.0.1:${ports.auth}`,
    CLOUD_TASKS_EMULATOR_HOST: `127.0.0.1:${ports.tasks}`,
  })
})

it('stores media beside the data, or in a temporary folder that ends with the stack', async () => {
  const closers = createClosers(() => undefined)
  const lasting = mediaFolder({ portOffset: OFFSET, ephemeral: false, closers })
  expect(lasting).toBe(join(dataDirectoryAt(OFFSET), 'media'))
  const temporary = mediaFolder({ portOffset: OFFSET, ephemeral: true, closers })
  expect(existsSync(temporary)).toBe(true)
  await closers.closeAll()
  expect(existsSync(temporary)).toBe(false)
})

import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { createHmac } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildDeployable, type Deployable } from './support/deployable.ts'
import { serveFunction, type ServedFunction } from './support/served-function.ts'
import { startFirestore } from './support/start-firestore.ts'

/** The webhook must start fast: what it loads is counted, not timed. See docs/explanation/performance.md. */
const OWN_CODE_MOST_BYTES = 46_000
const TOO_HEAVY = [
  '@grpc/grpc-js',
  'google-gax',
  'google-auth-library',
  'protobufjs',
  'firebase-admin',
  '@google-cloud/firestore',
  'undici',
  'zod',
  'libphonenumber-js',
  'typeid-js',
  'hono',
]

let deployable: Deployable
let firestore: EmbeddedFirestore
let webhook: ServedFunction
beforeAll(async () => {
  ;[deployable, firestore] = await Promise.all([buildDeployable(), startFirestore()])
  webhook = await serveFunction(deployable.entry, 'whatsappWebhook', {
    LIST_MODULES: 'true',
    FIRESTORE_EMULATOR_HOST: firestore.host,
    WHATSAPP_APP_SECRET: 'app-secret',
    WHATSAPP_VERIFY_TOKEN: 'verify',
    RAW_RETENTION: 'unread',
  })
  await deliverOneStatus()
}, 60_000)
afterAll(async () => {
  await webhook.close()
  await firestore.close()
  deployable.remove()
})

/** The webhook has done all it ever does: then nothing more will be loaded. */
async function deliverOneStatus(): Promise<void> {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [{ field: 'messages', value: { statuses: [{ id: 'wamid.1', status: 'sent' }] } }] },
    ],
  })
  const signature = createHmac('sha256', 'app-secret').update(body).digest('hex')
  const response = await fetch(webhook.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  })
  expect([response.status, await response.text()]).toEqual([200, 'stored'])
  expect(firestore.counts()).toMatchObject({ writes: 1, rpcs: { BatchWrite: 1 } })
}

const packageOf = (url: string): string | undefined =>
  url.startsWith(pathToFileURL(deployable.directory).href)
    ? undefined
    : /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]

/** The files of ours that a served webhook loaded, as the bundler describes them. */
async function ownOutputs() {
  const lib = `${pathToFileURL(deployable.directory).href}/lib/`
  const files = (await webhook.loaded())
    .filter((url) => url.startsWith(lib))
    .map((url) => url.slice(lib.length))
  return files.map((file) => {
    const output = Object.entries(deployable.metafile.outputs).find(([path]) => path.endsWith(`/lib/${file}`))
    if (!output) throw new Error(`${file} is not in the bundler's list.`)
    return output[1]
  })
}

it('brings little code of its own', async () => {
  const outputs = await ownOutputs()
  expect(outputs.length).toBeGreaterThan(3)
  expect(outputs.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(OWN_CODE_MOST_BYTES)
})

it('loads nothing heavy to store a status', async () => {
  const loaded = new Set((await webhook.loaded()).map(packageOf).filter((name) => name !== undefined))
  expect(TOO_HEAVY.filter((name) => loaded.has(name))).toEqual([])
  // The platform's body parser loads iconv-lite with the first body. Whatever else slips in is named here, too.
  loaded.delete('iconv-lite')
  expect([...loaded]).toEqual(['firebase-functions'])
})

it('imports nothing heavy in any file it loads', async () => {
  const imports = (await ownOutputs()).flatMap((output) =>
    output.imports.filter(({ external, kind }) => external === true && kind === 'import-statement'),
  )
  const packages = imports.map(({ path }) => path).filter((path) => !path.startsWith('node:'))
  expect(new Set(packages)).toEqual(
    new Set(['firebase-functions/logger', 'firebase-functions/params', 'firebase-functions/v2/options']),
  )
})

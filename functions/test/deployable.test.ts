import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildDeployable, type Deployable } from './support/deployable.ts'
import { serveFunction } from './support/served-function.ts'

let deployable: Deployable
let manifest: Manifest
beforeAll(async () => {
  deployable = await buildDeployable()
  manifest = await discover(deployable.directory)
}, 60_000)
afterAll(() => deployable.remove())

interface Manifest {
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly params: readonly { readonly name: string; readonly type: string; readonly default?: unknown }[]
}

/** What the Firebase CLI does before a deploy: the same program, which writes instead of serving. */
async function discover(directory: string, variables: NodeJS.ProcessEnv = {}): Promise<Manifest> {
  const file = join(directory, 'manifest.json')
  const program = createRequire(import.meta.url)
    .resolve('firebase-functions')
    .replace(/lib\/.*$/, 'lib/bin/firebase-functions.js')
  await promisify(execFile)(process.execPath, [program, '.'], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      GCLOUD_PROJECT: 'demo-waypost',
      FUNCTIONS_MANIFEST_OUTPUT_PATH: file,
      ...variables,
    },
  })
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}

it('deploys exactly the functions, settings, secrets and parameters that are written down', async () => {
  const functions = Object.entries(manifest.endpoints).map(([name, endpoint]) => [
    name,
    ...settingsOf(endpoint),
  ])
  const params = manifest.params.map(
    ({ name, type, default: value }) =>
      `${name} ${type}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`,
  )
  const text = [...functions, ['parameters', ...params]]
    .map((lines) => lines.join('\n  ').trimEnd())
    .join('\n\n')
  await expect(`${text}\n`).toMatchFileSnapshot('./deployed.expected.txt')
})

it('binds the tokens of single sessions to every function that talks to Meta', async () => {
  const variables = { WHATSAPP_TOKEN_SECRETS: 'SHOP_ACCESS_TOKEN, TRAVEL_ACCESS_TOKEN' }
  const { endpoints } = await discover(deployable.directory, variables)
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const secrets = (endpoint['secretEnvironmentVariables'] as { key: string }[] | undefined) ?? []
    const has = (secret: string) => [name, secrets.some(({ key }) => key === secret)]
    expect(has('SHOP_ACCESS_TOKEN')).toEqual(has('WHATSAPP_ACCESS_TOKEN'))
    expect(has('TRAVEL_ACCESS_TOKEN')).toEqual(has('WHATSAPP_ACCESS_TOKEN'))
  }
})

it('refuses a name that no secret can have before anything is deployed', async () => {
  const variables = { WHATSAPP_TOKEN_SECRETS: 'shop token' }
  await expect(discover(deployable.directory, variables)).rejects.toThrow(/"shop token" cannot name a secret/)
})

/** A line per setting; what is the same for each function is checked here. */
function settingsOf(endpoint: Readonly<Record<string, unknown>>): string[] {
  const { platform, region, entryPoint: _entryPoint, secretEnvironmentVariables, ...rest } = endpoint
  expect({ platform, region }).toEqual({ platform: 'gcfv2', region: '{{ params.FUNCTIONS_REGION }}' })
  const secrets = (secretEnvironmentVariables as { key: string }[] | undefined)?.map(({ key }) => key) ?? []
  const set = Object.entries(rest).filter(([, value]) => value !== null && JSON.stringify(value) !== '{}')
  return Object.entries({ secrets, ...Object.fromEntries(set) }).map(
    ([name, value]) => `${name} ${JSON.stringify(value)}`,
  )
}

const FIRESTORE_CLIENT = ['@google-cloud/firestore', '@grpc/grpc-js', 'google-gax', 'protobufjs']
/** What a function must not load before its first request; what it needs later it loads with that. */
const notAtStart: Record<string, readonly string[]> = {
  api: [...FIRESTORE_CLIENT, 'undici'],
  whatsappWebhook: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'zod', 'hono'],
  processInbox: ['undici', 'hono'],
  dispatchMessage: [...FIRESTORE_CLIENT, 'undici', 'hono'],
  downloadMedia: [...FIRESTORE_CLIENT, 'undici', 'hono', '@google-cloud/storage'],
  countStats: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  purgeMedia: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  fanOutEvent: ['undici', 'hono'],
  deliverEvent: [...FIRESTORE_CLIENT, 'undici', 'hono'],
  deliverSlowEvent: [...FIRESTORE_CLIENT, 'undici', 'hono'],
  retryDeliveries: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  outbox: ['undici', 'hono'],
  retryMessages: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  sweepInbox: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  syncTemplates: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
  checkToken: [...FIRESTORE_CLIENT, 'firebase-admin', 'undici', 'hono'],
}

it('says of every function what it must not load', () => {
  expect(Object.keys(notAtStart).toSorted()).toEqual(Object.keys(manifest.endpoints).toSorted())
})

it.each(Object.entries(notAtStart))(
  'loads %s alone, and not what it needs later or never',
  async (name, heavy) => {
    const served = await serveFunction(deployable.entry, name, { LIST_MODULES: 'true' })
    const [exported, loaded] = [await served.exported(), await served.loadedByEntry()]
    await served.close()
    expect(exported).toEqual([name])
    const slipped = heavy.filter((module) => loaded.some((url) => url.includes(`/node_modules/${module}/`)))
    expect(slipped).toEqual([])
  },
  20_000,
)

it('runs no install script of a package in the deployment', () => {
  const root = join(import.meta.dirname, '../..')
  expect(readFileSync(join(root, 'functions/.npmrc'), 'utf8')).toContain('ignore-scripts=true')
  const { functions } = JSON.parse(readFileSync(join(root, 'firebase.json'), 'utf8')) as {
    functions: { ignore: string[] }[]
  }
  expect(functions[0]?.ignore).not.toContain('.npmrc')
  expect(functions[0]?.ignore).not.toContain('**/.*')
})

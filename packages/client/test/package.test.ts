/** The package as it is published: packed, installed into apps of each kind, and measured. */
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { build } from 'esbuild'
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildPackage } from '../../../scripts/client/build-package.ts'

// The compiler and npm are slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const root = join(import.meta.dirname, '../../..')
const directory = mkdtempSync(join(tmpdir(), 'waypost-client-'))
const packed = join(directory, 'packed')
const app = join(directory, 'app')
let tarball: string
let server: Server
let baseUrl: string

const npm = (args: readonly string[], cwd: string) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd,
    encoding: 'utf8',
  })

beforeAll(async () => {
  await buildPackage(packed)
  npm(['pack', '--pack-destination', directory], packed)
  tarball = join(directory, readdirSync(directory).find((name) => name.endsWith('.tgz')) ?? '')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }')
  npm(['install', tarball], app)
  server = createServer((request, response) =>
    response.end(JSON.stringify({ id: 'msg_1', status: 'accepted', path: request.url })),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Writes a file of the app, and runs it. The server of this process must answer meanwhile. */
function run(name: string, text: string): Promise<string> {
  writeFileSync(join(app, name), text)
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [name],
      { cwd: app, env: { ...process.env, BASE_URL: baseUrl } },
      (error, stdout) => (error instanceof Error ? reject(error) : resolve(stdout.trim())),
    )
  })
}

const send = `new Waypost({ baseUrl: process.env.BASE_URL, apiKey: 'wp_live_1' })
  .sendText({ to: '+972546800360', text: 'Hello' }, { key: 'hello-1' })
  .then((sent) => console.log(sent.id, sent.path))`

describe('an app', () => {
  it('of ECMAScript modules sends', async () => {
    const said = await run('app.mjs', `import { Waypost } from '@waypost/client'\n${send}`)
    expect(said).toBe('msg_1 /v1/sendText')
  })

  it('of CommonJS sends, and verifies webhooks', async () => {
    const text = `const { Waypost } = require('@waypost/client')
const { verifyWebhook } = require('@waypost/client/webhooks')
const { simulateWebhook } = require('@waypost/client/testing')
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
simulateWebhook(secret, ['webhook.test', { endpoint: 'ep_1', message: 'Hello' }])
  .then(({ headers, body }) => verifyWebhook(secret, { headers, rawBody: body }))
  .then((event) => console.log(event.type))
  .then(() => ${send})`
    expect((await run('app.cjs', text)).split('\n')).toEqual(['webhook.test', 'msg_1 /v1/sendText'])
  })

  it('that is bundled sends', async () => {
    writeFileSync(join(app, 'entry.js'), `import { Waypost } from '@waypost/client'\n${send}`)
    const { outputFiles } = await build({
      entryPoints: [join(app, 'entry.js')],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
    })
    expect(await run('bundle.mjs', outputFiles[0]?.text ?? '')).toBe('msg_1 /v1/sendText')
  })
})

/** Compressed kilobytes of one entry in a browser's bundle, without the framework. */
async function sizeOf(entry: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${entry}'`, resolveDir: app },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['react', 'vue'],
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length / 1000
}

it.each([
  ['@waypost/client', 3.6],
  ['@waypost/client/webhooks', 1.3],
  ['@waypost/client/react', 1.4],
  ['@waypost/client/vue', 1.3],
])('%s is at most %f kB', async (entry, limit) => {
  expect(await sizeOf(entry)).toBeLessThanOrEqual(limit)
})

/** What the compiler says of an app, with the declarations checked too. */
function compile(text: string, options: readonly string[]): string {
  writeFileSync(join(app, 'app.ts'), text)
  const compiler = join(root, 'node_modules/typescript/lib/tsc.js')
  const args = [compiler, '--noEmit', '--strict', '--target', 'es2022', ...options, 'app.ts']
  return spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8' }).stdout
}

describe('the types', () => {
  const use = `import { isWaypostError, Waypost } from '@waypost/client'
import { toFetch } from '@waypost/client/webhooks'
import { createTestClient } from '@waypost/client/testing'
const waypost = new Waypost({ getToken: () => 'token' })
export const handler = toFetch('whsec_', (event) => event.type === 'message.read' && event.data.recipient)
export async function run() {
  const { id } = await waypost.sendText({ to: '+972546800360', text: 'Hello' }, { key: 'hello-1' })
  for await (const message of waypost.messages.watch(id)) if (message.direction === 'out') return message.attempts
  const error: unknown = createTestClient()
  return isWaypostError(error, 'RECIPIENT_INVALID') ? error.code : undefined
}`

  it.each([
    ['for Node', ['--module', 'nodenext']],
    ['for bundlers', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['with exact optional properties', ['--module', 'nodenext', '--exactOptionalPropertyTypes']],
  ])('compile %s', (_, options) => {
    expect(compile(use, options)).toBe('')
  })

  it('refuse a send without a key', () => {
    const wrong = use.replace(", { key: 'hello-1' }", '')
    expect(compile(wrong, ['--module', 'nodenext'])).toContain('app.ts(7,')
  })

  it('are found by every kind of resolution that reads exports', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
    const problems = 'problems' in result ? result.problems : [{ kind: 'NoTypes' as const }]
    // Node loads the modules with require(): the apps above prove it. Node 10 knows no exports.
    const others = problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    )
    expect(others).toEqual([])
  })
})

it('has no fault that publint knows', async () => {
  const { messages, pkg } = await publint({ pkgDir: packed, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})

it('holds nothing but what is published', () => {
  const manifest = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as Record<string, unknown>
  expect(Object.keys(manifest)).not.toContain('dependencies')
  const files = readdirSync(packed, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  )
  expect(files.filter((name) => !/\.(js|d\.ts)$/.test(name)).toSorted()).toEqual([
    'README.md',
    'package.json',
  ])
  const text = files.map((name) => readFileSync(join(packed, name), 'utf8')).join('\n')
  expect(text).not.toMatch(/from ['"](zod|@waypost\/contract)|\/work\//)
})

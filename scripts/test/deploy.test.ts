/** A deploy with programs that only write down what they are asked. */
import { beforeEach, expect, it } from 'vitest'
import { fakeCloud, type FakeCloud } from './support/fake-cloud.ts'
import { runCommand, runWaypost, scripts } from './support/run-waypost.ts'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const project = 'waypost-test'
let cloud: FakeCloud

beforeEach(async () => {
  cloud = await fakeCloud({ secrets: {}, deployed: {}, indexes: {} })
})

const deploy = (...args: string[]) =>
  runWaypost(['deploy', '--project', project, ...args], {
    environment: {
      ...cloud.environment,
      WAYPOST_API_URL: 'http://127.0.0.1:9',
      WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9',
    },
  })
const asTyped = () => cloud.calls().map(({ program, argv }) => [program, ...argv].join(' '))

const commands = [
  'npm run build',
  'firebase deploy --only firestore:rules --project waypost-test --non-interactive',
  'firebase deploy --only firestore:indexes --project waypost-test --non-interactive',
  'firebase deploy --only functions --project waypost-test --non-interactive',
  'firebase deploy --only hosting --project waypost-test --non-interactive',
]

it('prints the commands on a dry run, and runs none', async () => {
  const told = await deploy('--dry-run')
  expect(told).toMatchObject({ code: 0, stdout: `${commands.join('\n')}\n` })
  expect(JSON.parse((await deploy('--dry-run', '--json')).stdout)).toEqual({ commands })
  expect(asTyped()).toEqual([])
})

it('builds, deploys in order, then examines: an installation that does not answer is a failure', async () => {
  const told = await deploy('--json')
  expect(told.code).toBe(1)
  expect(asTyped().slice(0, commands.length)).toEqual(commands)
  expect(JSON.parse(told.stdout)).toMatchObject({ ok: false, project })
})

it('stops at the step that fails, with what was done before', async () => {
  cloud.change({ failing: 'deploy --only functions' })
  const told = await deploy()
  expect(told).toMatchObject({ code: 1, stdout: '' })
  expect(asTyped()).toEqual(commands.slice(0, 4))
  expect(told.stderr).toContain('The caller does not have permission')
  expect(told.stderr).toContain('Done before: build, rules, indexes.')
})

it('passes --force on to the functions alone', async () => {
  const { stdout } = await deploy('--dry-run', '--force')
  expect(stdout.split('\n').filter((line) => line.includes('--force'))).toEqual([
    'firebase deploy --only functions --force --project waypost-test --non-interactive',
  ])
})

it.each([
  [['deploy', '--no-such-option'], 'unknown option'],
  [['no-such-command'], 'unknown command'],
  [['doctor', '--project', project, '--api-url', 'no address'], 'is no address'],
  [[], 'Usage: waypost'],
])('is told of a wrong call with exit code 2: %j', async (args, words) => {
  const told = await runWaypost(args, { environment: cloud.environment })
  expect(told).toMatchObject({ code: 2, stdout: '' })
  expect(told.stderr).toContain(words)
})

it('update-whatsapp-token.sh hands its options and its input over, and nothing else', async () => {
  const node = join(cloud.environment['FAKE_CLOUD'] ?? '', 'bin/node')
  writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$@"\ncat\n')
  chmodSync(node, 0o755)
  const told = await runCommand([join(scripts, 'update-whatsapp-token.sh'), '--json'], {
    environment: cloud.environment,
    input: 'EAAtyped',
  })
  const bootstrap = join(scripts, 'bootstrap.mjs')
  expect(told).toMatchObject({ code: 0, stdout: `${bootstrap}\nwaypost\ntoken\nupdate\n--json\nEAAtyped` })
})

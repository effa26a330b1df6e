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
  const result = await deploy('--dry-run')
  expect(result).toMatchObject({ code: 0, stdout: `${commands.join('\n')}\n` })
  expect(JSON.parse((await deploy('--dry-run', '--json')).stdout)).toEqual({ commands })
  expect(asTyped()).toEqual([])
})

it('builds, deploys in order, then examines: an installation that does not answer is a failure', async () => {
  const result = await deploy('--json')
  expect(result.code).toBe(1)
  expect(asTyped().slice(0, commands.length)).toEqual(commands)
  expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, project })
})

it('stops at the step that fails, with what was done before', async () => {
  cloud.change({ failing: 'deploy --only functions' })
  const result = await deploy()
  expect(result).toMatchObject({ code: 1, stdout: '' })
  expect(asTyped()).toEqual(commands.slice(0, 4))
  expect(result.stderr).toContain('The caller does not have permission')
  expect(result.stderr).toContain('Done before: build, rules, indexes.')
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
  [['doctor', '--project', project, '--api-url', 'no address'], 'is not a valid URL'],
  [[], 'Usage: waypost'],
])('rejects wrong arguments with exit code 2: %j', async (args, text) => {
  const result = await runWaypost(args, { environment: cloud.environment })
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toContain(text)
})

it('update-whatsapp-token.sh hands its options and its input over, and nothing else', async () => {
  const node = join(cloud.environment['FAKE_CLOUD'] ?? '', 'bin/node')
  writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$@"\ncat\n')
  chmodSync(node, 0o755)
  const result = await runCommand([join(scripts, 'update-whatsapp-token.sh'), '--json'], {
    environment: cloud.environment,
    input: 'EAAtyped',
  })
  const bootstrap = join(scripts, 'bootstrap.mjs')
  expect(result).toMatchObject({ code: 0, stdout: `${bootstrap}\nwaypost\ntoken\nupdate\n--json\nEAAtyped` })
})

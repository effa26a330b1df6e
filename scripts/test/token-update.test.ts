/** The new access token's way into an installation: real routes, real database, simulator, a cloud of files. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { StepReport } from '../waypost/token/update-report.ts'
import { fakeCloud, type FakeCloud } from './support/fake-cloud.ts'
import { API_KEY, installation, type Installation } from './support/installation.ts'
import { runWaypost } from './support/run-waypost.ts'

const SECRET = 'WHATSAPP_ACCESS_TOKEN'
const oldToken = 'EAAoldoldoldoldold'
const newToken = 'EAAplantedTOKEN/with+odd=signs'
const hidden = Buffer.from(newToken).toString('base64')
const project = 'waypost-test'
let house: Installation
let cloud: FakeCloud

beforeAll(async () => {
  house = await installation(() => cloud.tokenOf('api'))
})
afterAll(() => house.close())
beforeEach(async () => {
  cloud = await fakeCloud({
    secrets: { [SECRET]: [{ id: '1', value: oldToken, state: 'ENABLED' }] },
    deployed: { api: '1', retryMessages: '1' },
    indexes: {},
  })
  house.rig.graph.reset()
  house.rig.clock.advance(60)
  await tokenAtMeta({ action: 'add', token: oldToken })
  await tokenAtMeta({ action: 'add', token: newToken })
})

const tokenAtMeta = (change: object) =>
  fetch(`${house.rig.graph.url}/_simulator/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })

const environment = (): NodeJS.ProcessEnv => ({
  ...cloud.environment,
  WAYPOST_API_KEY: API_KEY,
  WAYPOST_API_URL: house.url,
  WHATSAPP_GRAPH_URL: house.rig.graph.url,
  WHATSAPP_WABA_ID: house.rig.session.wabaId,
  WHATSAPP_PHONE_NUMBER_ID: house.rig.session.phoneNumberId,
})

async function update(args: string[] = ['--json'], input = `${newToken}\n`) {
  const result = await runWaypost(['token', 'update', '--project', project, ...args], {
    environment: environment(),
    input,
  })
  noneOf([newToken, hidden, oldToken, API_KEY], `${result.stdout}${result.stderr}`)
  for (const { argv } of cloud.calls()) noneOf([newToken, hidden, oldToken, API_KEY], argv.join(' '))
  return result
}

function noneOf(secrets: string[], text: string): void {
  for (const secret of secrets) expect(text.includes(secret), 'a secret is shown').toBe(false)
}

const report = (stdout: string) => JSON.parse(stdout) as { ok: boolean; steps: StepReport[] }
const states = (stdout: string) =>
  Object.fromEntries(report(stdout).steps.map(({ step, state }) => [step, state]))
const todo = (stdout: string) => report(stdout).steps.find((step) => step.todo !== undefined)?.todo
const commands = () => cloud.calls().map(({ argv }) => argv.slice(0, 1).join())
const enabled = () =>
  cloud
    .read()
    .secrets[SECRET]?.filter(({ state }) => state === 'ENABLED')
    .map(({ id }) => id)

it('replaces a dead token, resumes what it held up, and switches the old one off', async () => {
  await tokenAtMeta({ action: 'kill', token: oldToken })
  const { needs, session, clock } = house.rig
  await needs.holdSession(session.id, {
    code: 'WHATSAPP_TOKEN_EXPIRED',
    reason: 'expired',
    since: clock.now(),
  })
  const result = await update()
  expect(result).toMatchObject({ code: 0 })
  expect(states(result.stdout)).toEqual({
    check: 'done',
    store: 'done',
    deploy: 'done',
    verify: 'done',
    resume: 'done',
    disable: 'done',
  })
  expect(enabled()).toEqual(['2'])
  expect(cloud.tokenOf('api')).toBe(newToken)
  const [resumed] = await needs.freshSessions()
  expect(resumed?.hold).toBeUndefined()
})

it('hands the token over in a folder that is gone, and deploys the functions that ask for it', async () => {
  await update()
  const deploy = cloud.calls().find(({ argv }) => argv[0] === 'deploy')?.argv ?? []
  const only = deploy[deploy.indexOf('--only') + 1]?.split(',') ?? []
  expect(only).toEqual(
    expect.arrayContaining(['functions:api', 'functions:checkToken', 'functions:retryMessages']),
  )
  expect(only).not.toContain('functions:whatsappWebhook')
  expect(deploy).toContain(project)
  const set = cloud.calls().find(({ argv }) => argv[0] === 'functions:secrets:set')
  expect(set?.stdin).toBe(newToken)
  for (const { argv, cwd } of cloud.calls())
    if (argv[0]?.startsWith('functions:secrets') === true) expect(existsSync(cwd)).toBe(false)
})

it('leaves a session on hold that no token repairs, and says so', async () => {
  const { needs, session, clock } = house.rig
  await needs.holdSession(session.id, { code: 'BILLING_REQUIRED', reason: 'card', since: clock.now() })
  const result = await update([])
  expect(result.code).toBe(0)
  expect(result.stdout).toMatch(/ses_test.*stays on hold: BILLING_REQUIRED/)
  await needs.resume(session.id, clock.now())
})

it.each([
  ['Meta does not know', async () => tokenAtMeta({ action: 'kill', token: newToken }), 'does not accept'],
  [
    'lacks a permission',
    async () => tokenAtMeta({ action: 'add', token: newToken, scopes: ['whatsapp_business_messaging'] }),
    'It lacks whatsapp_business_management',
  ],
  [
    'reaches another account',
    async () => tokenAtMeta({ action: 'add', token: newToken, wabaIds: ['1'] }),
    'does not reach the WhatsApp Business Account',
  ],
])('changes nothing for a token that %s', async (_name, spoil, why) => {
  await spoil()
  const result = await update()
  expect(result.code).toBe(1)
  expect(report(result.stdout).steps[0]).toMatchObject({
    state: 'failed',
    note: expect.stringContaining(why) as string,
  })
  expect(todo(result.stdout)).toContain('Nothing was changed.')
  expect(commands()).toEqual([])
})

it('warns of a token that belongs to a person, and takes it', async () => {
  await tokenAtMeta({ action: 'add', token: newToken, type: 'USER' })
  const result = await update([])
  expect(result.code).toBe(0)
  expect(result.stdout).toContain('It is of type USER')
})

it('tells what was done when a deploy fails, and goes on from there the next time', async () => {
  cloud.change({ failing: 'deploy' })
  const failed = await update()
  expect(failed.code).toBe(1)
  expect(states(failed.stdout)).toMatchObject({
    store: 'done',
    deploy: 'failed',
    verify: 'not-done',
    disable: 'not-done',
  })
  expect(todo(failed.stdout)).toContain('the old one, which is unchanged')
  expect(enabled()).toEqual(['1', '2'])
  const { failing: _failing, ...repaired } = cloud.read()
  cloud.change({ ...repaired, failing: 'nothing' })
  const again = await update()
  expect(again.code).toBe(0)
  expect(states(again.stdout)).toMatchObject({ store: 'skipped', deploy: 'done', disable: 'done' })
  expect(enabled()).toEqual(['2'])
})

it('shows nothing of the token when the Firebase CLI fails with it in its words and its log', async () => {
  cloud.change({ failing: 'functions:secrets:set' })
  const result = await update([])
  expect(result.code).toBe(1)
  expect(result.stdout).toContain('The caller does not have permission')
  expect(result.stdout).toContain('[secret]')
  expect(enabled()).toEqual(['1'])
  for (const { cwd } of cloud.calls()) expect(existsSync(`${cwd}/firebase-debug.log`)).toBe(false)
})

it('keeps the old version while a function holds on to it', async () => {
  cloud.change({ deployed: { api: '1', elsewhere: '1' } })
  const result = await update()
  expect(result.code).toBe(1)
  expect(states(result.stdout)).toMatchObject({ verify: 'done', resume: 'skipped', disable: 'failed' })
  expect(result.stdout).toContain('elsewhere uses version 1')
  expect(enabled()).toEqual(['1', '2'])
})

it('says what to do when the API cannot be asked, before anything is changed', async () => {
  const result = await update(['--json', '--api-url', 'http://127.0.0.1:9'])
  expect(result.code).toBe(1)
  expect(states(result.stdout)).toMatchObject({ check: 'failed', store: 'not-done' })
  expect(report(result.stdout).steps[0]?.note).toContain('could not be reached')
})

it('without verification stores and deploys, and leaves the rest', async () => {
  const result = await update(['--json', '--no-verify'])
  expect(result.code).toBe(0)
  expect(states(result.stdout)).toEqual({
    check: 'done',
    store: 'done',
    deploy: 'done',
    verify: 'skipped',
    resume: 'skipped',
    disable: 'skipped',
  })
  expect(enabled()).toEqual(['1', '2'])
})

it('stores the first token of all', async () => {
  cloud.change({ secrets: {}, deployed: {} })
  const result = await update(['--json', '--no-verify'])
  expect(result.code).toBe(0)
  expect(cloud.tokenOf('api')).toBe(newToken)
})

it.each([
  ['as an argument', [newToken], ''],
  ['as an option', [`--token=${newToken}`], ''],
  ['with spaces in it', [], `${newToken} and more`],
  ['that is empty', [], '\n'],
])('refuses a token %s with exit code 2, and does not repeat it', async (_name, args, input) => {
  const result = await update(args, input)
  expect(result.code).toBe(2)
  expect(result.stderr).not.toBe('')
  expect(commands()).toEqual([])
})

it('wants a key before it wants a token', async () => {
  const result = await runWaypost(['token', 'update', '--project', project], {
    environment: { ...environment(), WAYPOST_API_KEY: undefined },
    input: newToken,
  })
  expect(result.code).toBe(2)
  expect(result.stderr).toContain('WAYPOST_API_KEY')
})

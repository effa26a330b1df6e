/** The examination of an installation: healthy, and with one thing after the other broken. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../waypost/doctor/finding.ts'
import { fakeCloud, type FakeCloud } from './support/fake-cloud.ts'
import { API_KEY, installation, VERIFY_TOKEN, type Installation } from './support/installation.ts'
import { runWaypost, scripts } from './support/run-waypost.ts'

const token = 'EAAdoctorsTOKEN'
const indexes = JSON.parse(readFileSync(join(scripts, '../firestore.indexes.json'), 'utf8')) as object
let house: Installation
let cloud: FakeCloud

beforeAll(async () => {
  house = await installation(() => cloud.tokenOf('api'))
})
afterAll(() => house.close())
beforeEach(async () => {
  cloud = await fakeCloud({
    secrets: {
      WHATSAPP_ACCESS_TOKEN: [{ id: '1', value: token, state: 'ENABLED' }],
      WHATSAPP_VERIFY_TOKEN: [{ id: '1', value: VERIFY_TOKEN, state: 'ENABLED' }],
    },
    deployed: { api: '1' },
    indexes,
  })
  house.rig.graph.reset()
  house.rig.clock.advance(60)
  await simulate('/token', { action: 'add', token })
})

const simulate = (path: string, body: object) =>
  fetch(`${house.rig.graph.url}/_simulator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const atMeta = (method: string, path: string) =>
  fetch(`${house.rig.graph.url}/v26.0/${path}`, { method, headers: { authorization: `Bearer ${token}` } })

const environment = (changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...cloud.environment,
  WAYPOST_API_KEY: API_KEY,
  WAYPOST_API_URL: house.url,
  WHATSAPP_GRAPH_URL: house.rig.graph.url,
  WHATSAPP_WABA_ID: house.rig.session.wabaId,
  WHATSAPP_PHONE_NUMBER_ID: house.rig.session.phoneNumberId,
  ...changes,
})

async function doctor(changes: NodeJS.ProcessEnv = {}, args = ['--json']) {
  const result = await runWaypost(['doctor', '--project', 'waypost-test', ...args], {
    environment: environment(changes),
  })
  for (const secret of [token, VERIFY_TOKEN, API_KEY])
    expect(`${result.stdout}${result.stderr}`.includes(secret), 'a secret is shown').toBe(false)
  return result
}

async function findings(changes: NodeJS.ProcessEnv = {}) {
  const { code, stdout } = await doctor(changes)
  const { ok, findings: found } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] }
  expect(code).toBe(ok ? 0 : 1)
  return new Map(found.map((finding) => [finding.id, finding]))
}

it('finds nothing that fails in a healthy installation, and looks at everything', async () => {
  const found = await findings()
  expect([...found.values()].filter(({ level }) => level === 'fail')).toEqual([])
  expect([...found.keys()]).toEqual([
    'token.valid',
    'token.type',
    'token.permissions',
    'token.account',
    'token.end',
    'graph.version',
    'number.known',
    'number.status',
    'number.quality',
    'number.name',
    'number.mode',
    'webhook.subscribed',
    'templates.approved',
    'webhook.handshake',
    'service.up',
    'service.token',
    'service.holds',
    'service.queue',
    'service.webhooks',
    'service.quarantine',
    'firestore.indexes',
    'firestore.ttl',
    'settings.policy',
    'settings.app-check',
    'settings.origins',
    'settings.default',
  ])
})

it('says the same to people, with what to do under each line that is not ok', async () => {
  const { code, stdout } = await doctor({ NOTIFY_POLICY: 'any' }, [])
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /warn {2}settings\.policy +NOTIFY_POLICY is "any".*\n +→ Unless this is intended, set/,
  )
  expect(stdout).toMatch(/\d+ ok, \d+ warnings, 0 failures\.\n$/)
})

it('names a dead token once, and does not ask Meta further with it', async () => {
  await simulate('/token', { action: 'kill', token })
  const found = await findings()
  expect(found.get('token.valid')).toMatchObject({
    level: 'fail',
    hint: expect.stringContaining('token update') as string,
  })
  expect(found.get('service.token')?.level).toBe('fail')
  expect([...found.keys()].some((id) => id.startsWith('number.'))).toBe(false)
})

it('sees that the functions still run with an older token than the newest', async () => {
  await simulate('/token', { action: 'add', token: 'EAAnewerTOKEN' })
  const { secrets } = cloud.read()
  secrets['WHATSAPP_ACCESS_TOKEN']?.push({ id: '2', value: 'EAAnewerTOKEN', state: 'ENABLED' })
  cloud.change({ secrets })
  const found = await findings()
  expect(found.get('token.valid')?.level).toBe('ok')
  expect(found.get('service.token')).toMatchObject({ level: 'fail' })
})

it('sees a number in trouble, and that it is a test number', async () => {
  await simulate('/phone-numbers', { quality_rating: 'RED', status: 'RESTRICTED', account_mode: 'SANDBOX' })
  const found = await findings()
  expect(found.get('number.status')?.level).toBe('fail')
  expect(found.get('number.quality')?.level).toBe('fail')
  expect(found.get('number.mode')).toMatchObject({
    level: 'warn',
    hint: expect.stringContaining('131030') as string,
  })
})

it('sees an app that is not subscribed to its account', async () => {
  await atMeta('DELETE', `${house.rig.session.wabaId}/subscribed_apps`)
  expect((await findings()).get('webhook.subscribed')?.level).toBe('fail')
})

it('sees a webhook that was deployed with another verify token', async () => {
  cloud.change({
    secrets: {
      ...cloud.read().secrets,
      WHATSAPP_VERIFY_TOKEN: [{ id: '1', value: 'another-word', state: 'ENABLED' }],
    },
  })
  expect((await findings()).get('webhook.handshake')).toMatchObject({
    level: 'fail',
    hint: expect.stringContaining('WHATSAPP_VERIFY_TOKEN') as string,
  })
})

it('sees a session on hold', async () => {
  const { needs, session, clock } = house.rig
  await needs.holdSession(session.id, { code: 'ACCOUNT_RESTRICTED', reason: 'policy', since: clock.now() })
  const found = await findings()
  expect(found.get('service.holds')?.message).toContain('ACCOUNT_RESTRICTED')
  await needs.resume(session.id, clock.now())
})

it('sees a version of the Graph API that has ended, and one that Meta does not serve as asked', async () => {
  const found = await findings({ WHATSAPP_API_VERSION: 'v19.0' })
  expect(found.get('graph.version')?.level).toBe('warn')
  expect(found.get('graph.served')?.level).toBe('fail')
})

it('examines the rest when one part cannot be', async () => {
  cloud.change({ failing: 'functions:secrets:access' })
  const found = await findings({ WAYPOST_API_KEY: undefined })
  expect(found.get('token.valid')?.level).toBe('fail')
  expect(found.get('webhook.handshake')?.level).toBe('fail')
  expect(found.get('service.up')?.level).toBe('ok')
  expect(found.get('service.details')?.level).toBe('warn')
  expect(found.get('firestore.indexes')?.level).toBe('ok')
})

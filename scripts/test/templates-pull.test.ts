/** `waypost templates pull`: from what Meta has now to a file that an app compiles with. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { API_KEY, installation, type Installation } from './support/installation.ts'
import { runWaypost } from './support/run-waypost.ts'

let house: Installation
let folder: string
beforeAll(async () => {
  house = await installation(() => 'token')
  folder = mkdtempSync(join(tmpdir(), 'waypost-types-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await house.close()
})
beforeEach(() => {
  house.rig.graph.reset()
})

const pull = (args: string[] = [], changes: NodeJS.ProcessEnv = {}) =>
  runWaypost(['templates', 'pull', '--project', 'waypost-test', ...args], {
    environment: { WAYPOST_API_KEY: API_KEY, WAYPOST_API_URL: house.url, ...changes },
  })

/** Somebody writes a template at Meta, and Meta approves it. */
async function approve(name: string): Promise<void> {
  const components = [
    { type: 'BODY', text: 'Your notice number {{1}} has come. Thank you.', example: { body_text: [['7']] } },
  ]
  const path = `/v26.0/${house.rig.session.wabaId}/message_templates`
  await atMeta(path, { name, language: 'en_US', category: 'UTILITY', components })
  await atMeta('/_simulator/templates', { name, status: 'APPROVED' })
}

const atMeta = async (path: string, body: object): Promise<void> => {
  const answer = await fetch(`${house.rig.graph.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

it('writes the types of all templates into a file, page after page, as Meta has them now', async () => {
  for (let i = 0; i < 110; i++) await approve(`notice_${String(i)}`)
  const out = join(folder, 'templates.ts')
  const { code, stdout, stderr } = await pull(['--out', out])
  expect([code, stdout, stderr.trim()]).toEqual([
    0,
    '',
    expect.stringMatching(/templates\.ts: the types of 127 templates\.$/),
  ])
  const types = readFileSync(out, 'utf8')
  for (const name of ['hello_world', 'notice_0', 'notice_109']) expect(types).toContain(`\n  ${name}:\n`)
  expect(types).not.toContain('rejected_offer')
  await pull(['--out', out])
  expect(readFileSync(out, 'utf8')).toBe(types)
})

it('writes to stdout where no file is named, so that nothing else is in it', async () => {
  const { code, stdout } = await pull()
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\/\*\*\n \* The approved WhatsApp templates/)
})

it('says what is missing without a key, and what the API says to a wrong one', async () => {
  const without = await pull([], { WAYPOST_API_KEY: undefined })
  expect([without.code, without.stderr.trim()]).toEqual([
    2,
    'Set WAYPOST_API_KEY to an API key with the scope "templates".',
  ])
  const wrong = await pull([], { WAYPOST_API_KEY: `${API_KEY.slice(0, -1)}x` })
  expect(wrong.code).toBe(1)
  expect(wrong.stderr).toContain('POST /v1/templates/sync answered')
})

it('says which file it could not write', async () => {
  const { code, stderr } = await pull(['--out', join(folder, 'nowhere/templates.ts')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/nowhere\/templates\.ts cannot be written: ENOENT/)
})

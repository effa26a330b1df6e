import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { createRedactor } from '../terminal/redactor.ts'
import { firebaseCli } from './firebase-cli.ts'
import { usersIn } from './functions-using-secret.ts'
import { inPrivateFolder, runProgram } from './run-program.ts'

let folder = ''
const path = process.env['PATH'] ?? ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  process.env['PATH'] = `${folder}${delimiter}${path}`
})
afterEach(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true })
})

/** Puts a program named `firebase` first on the PATH. */
function firebase(script: string): void {
  const file = join(folder, 'firebase')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
}

function cli(...secrets: string[]) {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.keepSecret(secret)
  return firebaseCli('acme', redactor)
}

it('names the project and asks nothing', async () => {
  firebase('echo "$@"')
  expect((await cli().run(['deploy'])).trim()).toBe('deploy --project acme --non-interactive')
  expect(cli().commandLine(['deploy'])).toBe('firebase deploy --project acme --non-interactive')
})

it('reports the code and the last lines of a failure, without secrets', async () => {
  firebase('echo "no access for EAAsecretvalue" >&2; exit 3')
  const failure = cli('EAAsecretvalue').run(['deploy'])
  await expect(failure).rejects.toThrow(/firebase deploy ended with code 3:\nno access for (?!EAA)/)
})

it('passes a secret on standard input, in a folder that is removed', async () => {
  firebase('pwd; cat')
  const [directory = '', input] = (await cli().runSecret(['set'], 'EAAsecretvalue')).trim().split('\n')
  expect(input).toBe('EAAsecretvalue')
  expect(existsSync(directory)).toBe(false)
})

it('parses the result of a command', async () => {
  firebase(`echo 'a warning'; echo '{"status":"success","result":{"count":2}}'`)
  expect(await cli().json(['list'], z.object({ count: z.number() }))).toEqual({ count: 2 })
})

it.each([
  ['another shape', `echo '{"status":"success","result":{"count":"two"}}'`, 'returned an unexpected answer'],
  ['no JSON', 'echo none', 'did not answer in JSON'],
  ['an error as JSON', `echo '{"status":"error","error":"Not found."}'; exit 1`, 'Not found.'],
])('rejects %s', async (_what, script, text) => {
  firebase(script)
  await expect(cli().json(['list'], z.object({ count: z.number() }))).rejects.toThrow(text)
})

it('says which program could not be started', async () => {
  await expect(runProgram('waypost-no-such-program', { args: [] })).rejects.toThrow(
    'waypost-no-such-program could not be started',
  )
})

it('ignores that a program does not read its input', async () => {
  firebase('exit 0')
  expect(await runProgram('firebase', { args: [], input: 'x'.repeat(200_000) })).toMatchObject({ code: 0 })
})

it('gives work a folder of its own, and removes it after a failure too', async () => {
  let used = ''
  const work = inPrivateFolder(async (directory) => {
    used = directory
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    throw new Error('broken')
  })
  await expect(work).rejects.toThrow('broken')
  expect(existsSync(used)).toBe(false)
})

it('finds the functions of a manifest that use a secret, by name', () => {
  const endpoints = {
    send: { secretEnvironmentVariables: [{ key: 'TOKEN' }] },
    api: { secretEnvironmentVariables: [{ key: 'OTHER' }, { key: 'TOKEN' }] },
    page: {},
  }
  expect(usersIn({ endpoints }, 'TOKEN')).toEqual(['api', 'send'])
  expect(usersIn({ endpoints }, 'NONE')).toEqual([])
})

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

const bin = join(import.meta.dirname, '../bin')
const java = join(bin, 'java-shim/java')

it('says that it is Java 21, where firebase-tools looks', () => {
  const { stderr, status } = spawnSync(java, ['-Duser.language=en', '-version'], { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(/version "([0-9]+)/.exec(stderr)?.[1]).toBe('21')
})

it('starts the server with the command line that firebase-tools gives to Java', async () => {
  const options = ['--host', '127.0.0.1', '--port', '0', '--websocket_port', '0', '--project_id', 'demo-x']
  const jar = ['-Dgoogle.cloud_firestore.debug_log_level=FINE', '-jar', join(bin, 'embedded-firestore.mjs')]
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` }
  const child = spawn(java, [...jar, ...options, '--single_project_mode', 'true'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const host = line.split(' ').at(-1) ?? ''
  expect(await (await fetch(`http://${host}/`)).text()).toBe('Ok\n')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('refuses to be any other Java', () => {
  expect(() => execFileSync(java, ['Main'], { stdio: 'pipe' })).toThrow(/only the embedded Firestore/)
})

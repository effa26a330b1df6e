import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Call, Cloud } from './fake-firebase.ts'

/** A cloud made of a file, the programs that reach it, and the one call that goes to Secret Manager over HTTP. */
export interface FakeCloud {
  /** The environment in which commands find these programs first. */
  readonly environment: NodeJS.ProcessEnv
  read(): Cloud
  change(part: Partial<Cloud>): void
  /** The value of the access token that a function was deployed with. */
  tokenOf(functionName: string): string
  calls(): Call[]
}

/** Starts one; it ends with the test. */
export async function fakeCloud(cloud: Cloud): Promise<FakeCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-cloud-'))
  const file = join(folder, 'cloud.json')
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as Cloud
  const change = (part: Partial<Cloud>) => writeFileSync(file, JSON.stringify({ ...read(), ...part }))
  writeFileSync(file, JSON.stringify(cloud))
  writePrograms(join(folder, 'bin'))
  const manager = await secretManager((name, id) => {
    const { secrets } = read()
    const version = secrets[name]?.find((one) => one.id === id)
    if (version) version.state = 'DISABLED'
    change({ secrets })
  })
  onTestFinished(() => {
    manager.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    environment: {
      FAKE_CLOUD: folder,
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      CLOUD_SECRET_MANAGER_URL: manager.url,
      // The Firebase CLI takes it for a login; over plain HTTP it sends none.
      FIREBASE_TOKEN: 'login',
      XDG_CONFIG_HOME: folder,
    },
    read,
    change,
    tokenOf(functionName) {
      const { secrets, deployed } = read()
      return secrets['WHATSAPP_ACCESS_TOKEN']?.find(({ id }) => id === deployed[functionName])?.value ?? ''
    },
    calls() {
      const path = join(folder, 'calls.ndjson')
      const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
      return lines.map((line) => JSON.parse(line) as Call)
    },
  }
}

function writePrograms(bin: string): void {
  mkdirSync(bin)
  for (const program of ['firebase', 'npm']) {
    const path = join(bin, program)
    writeFileSync(
      path,
      `#!${process.execPath}\nimport(${JSON.stringify(join(import.meta.dirname, 'fake-firebase.ts'))})\n`,
    )
    chmodSync(path, 0o755)
  }
}

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/disable */
async function secretManager(
  disable: (name: string, id: string) => void,
): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const [, name, id] =
      /^\/v1\/projects\/[\w-]+\/secrets\/(\w+)\/versions\/(\d+):disable$/.exec(request.url ?? '') ?? []
    if (request.method !== 'POST' || name === undefined || id === undefined)
      return void response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
    disable(name, id)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

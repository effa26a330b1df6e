/**
 * Switches a version of a secret off: node disable-secret-version.ts <project> <secret> <version>. The Firebase CLI
 * can only destroy one, for ever; this is a command of its own making, signed in and with its errors as all its
 * commands are. https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/disable
 */
import { createRequire } from 'node:module'

interface CliCommand {
  before(step: unknown): CliCommand
  action(act: () => Promise<unknown>): CliCommand
  runner(): (options: object) => Promise<unknown>
}
interface CliClient {
  post(path: string): Promise<unknown>
}

const load = createRequire(import.meta.url)
const { Command } = load('firebase-tools/lib/command') as { Command: new (name: string) => CliCommand }
const { requireAuth } = load('firebase-tools/lib/requireAuth') as { requireAuth: unknown }
const { Client } = load('firebase-tools/lib/apiv2') as {
  Client: new (options: { urlPrefix: string; apiVersion: string }) => CliClient
}
const { secretManagerOrigin } = load('firebase-tools/lib/api') as { secretManagerOrigin: () => string }

const [project = '', secret = '', version = ''] = process.argv.slice(2)
try {
  const disable = new Command('functions:secrets:disable').before(requireAuth).action(async () => {
    const manager = new Client({ urlPrefix: secretManagerOrigin(), apiVersion: 'v1' })
    await manager.post(`projects/${project}/secrets/${secret}/versions/${version}:disable`)
  })
  await disable.runner()({ project, nonInteractive: true })
  process.exit(0)
} catch (error) {
  console.error(`Version ${version} of ${secret} could not be disabled: ${(error as Error).message}`)
  process.exit(1)
}

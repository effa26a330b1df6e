/** Generates the files that the official Emulator Suite reads: ports and function settings. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOOPBACK } from '../http/listen.ts'
import type { ServiceName, Ports } from '../ports.ts'
import { PROJECT_ID, SECRET_NAMES, type Settings } from '../settings.ts'
import { repositoryRoot } from '../stack-file.ts'

interface FirebaseJson {
  functions: { source: string }[]
  hosting: { public: string; rewrites: { function?: { functionId: string; region?: string } }[] }
  firestore: { rules: string; indexes: string }
  emulators: Record<string, unknown>
}

const EMULATED: ServiceName[] = ['hosting', 'functions', 'firestore', 'auth', 'hub', 'logging']

/** Writes firebase.json for these ports into `directory` and returns its path. The committed one is left alone. */
export function writeEmulatorsConfig(directory: string, ports: Ports, settings: Settings): string {
  const firebaseJson = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8')) as FirebaseJson
  const { functions, hosting, firestore } = firebaseJson
  const inRepository = (path: string) => join(repositoryRoot, path)
  const rewrites = hosting.rewrites.map((rewrite) => ({
    ...rewrite,
    // A deploy resolves the region from the function; the hosting emulator assumes us-central1.
    ...(rewrite.function && { function: { region: settings.FUNCTIONS_REGION, ...rewrite.function } }),
  }))
  const listeners = EMULATED.map((part) => [part, { host: LOOPBACK, port: ports[part] }] as const)
  const config = {
    functions,
    hosting: { ...hosting, public: inRepository(hosting.public), rewrites },
    firestore: { rules: inRepository(firestore.rules), indexes: inRepository(firestore.indexes) },
    emulators: { singleProjectMode: true, ui: { enabled: false }, ...Object.fromEntries(listeners) },
  }
  mkdirSync(directory, { recursive: true })
  // The source of functions must lie beside firebase.json; everything else may be an absolute path.
  for (const { source } of functions) link(inRepository(source), join(directory, source))
  const path = join(directory, 'firebase.json')
  writeFileSync(path, JSON.stringify(config, null, 2) + '\n')
  return path
}

function link(target: string, path: string): void {
  rmSync(path, { force: true })
  symlinkSync(target, path, 'dir')
}

/**
 * Writes parameters and secrets beside the functions, where the functions emulator reads them. All must be named: with one
 * missing it reports "All emulators ready" but loads no function, or stores a default in a file that takes precedence.
 */
export function writeFunctionsSettings(settings: Record<string, string>): void {
  const lines = (wanted: (name: string) => boolean) =>
    Object.entries(settings)
      .filter(([name]) => wanted(name))
      .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
      .join('')
  const directory = join(repositoryRoot, 'functions')
  const isSecret = (name: string) => SECRET_NAMES.includes(name)
  writeFileSync(
    join(directory, `.env.${PROJECT_ID}`),
    lines((name) => !isSecret(name)),
  )
  writeFileSync(join(directory, '.secret.local'), lines(isSecret), { mode: 0o600 })
}

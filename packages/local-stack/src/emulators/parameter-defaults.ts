/** The defaults of the functions' parameters, as the Firebase CLI discovers them. */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { PROJECT_ID } from '../settings.ts'
import { repositoryRoot } from '../stack-file.ts'

interface Manifest {
  params?: { name: string; type: string; default?: string | number | boolean }[]
}

/** Makes firebase-functions write the manifest of the built functions to `manifestPath`. */
export async function declaredDefaults(manifestPath: string): Promise<Record<string, string>> {
  mkdirSync(dirname(manifestPath), { recursive: true })
  await promisify(execFile)(join(repositoryRoot, 'node_modules/.bin/firebase-functions'), ['.'], {
    cwd: join(repositoryRoot, 'functions'),
    env: { ...process.env, GCLOUD_PROJECT: PROJECT_ID, FUNCTIONS_MANIFEST_OUTPUT_PATH: manifestPath },
  })
  const { params = [] } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest
  const withDefault = params.filter((param) => param.type !== 'secret' && param.default !== undefined)
  return Object.fromEntries(withDefault.map((param) => [param.name, String(param.default)]))
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { params } from '../../../functions/src/config.ts'

/** The parameters of a deployment by name, as text. */
export type DeploymentSettings = Readonly<Record<string, string>>

/** The files the Firebase CLI reads parameters from, the later one winning. */
const filesFor = (project: string) => ['.env', `.env.${project}`]

/**
 * What the functions of a project are deployed with: defaults, changed by `functions/.env`, then by
 * `functions/.env.<project>`, then by the environment of this command.
 * https://firebase.google.com/docs/functions/config-env
 */
export function readSettings(
  project: string,
  { folder, environment }: { folder: string; environment: NodeJS.ProcessEnv },
): DeploymentSettings {
  const files = filesFor(project).map((name) => join(folder, name))
  const written = Object.assign({}, ...files.map(readFile)) as Record<string, string>
  const fromEnvironment = Object.keys({ ...defaults, ...written }).flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...defaults, ...written, ...Object.fromEntries(fromEnvironment) }
}

const defaults: Record<string, string> = Object.fromEntries(
  Object.values(params).map(({ name, options }) => [name, textOf(options.default)]),
)

const readFile = (path: string): NodeJS.Dict<string> =>
  existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}

/** A default may be computed of other parameters on deploy: then it is not known here. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

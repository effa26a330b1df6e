import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { portsAtOffset } from '../../../packages/local-stack/src/ports.ts'
import { readSettings as readLocalSettings } from '../../../packages/local-stack/src/settings.ts'
import { readStackFile } from '../../../packages/local-stack/src/stack-file.ts'
import { root } from '../firebase/run-program.ts'
import { CommandError } from '../terminal/command-error.ts'
import { readSettings, type DeploymentSettings } from './settings.ts'

/** One installation of Waypost: a Firebase project, or the local stack. */
export interface Deployment {
  readonly project: string
  /** Projects that start with `demo-` are on this machine: no secrets in the cloud, nothing to deploy. */
  readonly isLocal: boolean
  /** Origin of hosting, without `/v1`. */
  readonly apiUrl: string
  /** An API key with the scope `admin`; from the environment, never from the command line. */
  readonly apiKey: string | undefined
  readonly settings: DeploymentSettings
  /** Secrets of the local stack; in the cloud they are in Secret Manager. */
  readonly localSecrets: Readonly<Record<string, string>>
}

export interface DeploymentLocation {
  project?: string
  apiUrl?: string
  /** Of the local stack, when it was started with one. */
  portOffset?: number
}

/**
 * Which installation a command is about: `--project`, else the default of `.firebaserc`; `--api-url` or
 * `WAYPOST_API_URL`, else the project's own site.
 * @throws CommandError when the project is the local stack's and the stack is not running
 */
export function findDeployment(
  where: DeploymentLocation,
  environment: NodeJS.ProcessEnv = process.env,
): Deployment {
  const project = where.project ?? defaultProject()
  const apiUrl = where.apiUrl ?? environment['WAYPOST_API_URL']
  if (project.startsWith('demo-'))
    return localDeployment(project, { apiUrl, environment, portOffset: where.portOffset })
  return {
    project,
    isLocal: false,
    apiUrl: originOf(apiUrl ?? `https://${project}.web.app`),
    apiKey: environment['WAYPOST_API_KEY'],
    settings: readSettings(project, { folder: join(root, 'functions'), environment }),
    localSecrets: {},
  }
}

function localDeployment(
  project: string,
  {
    apiUrl,
    environment,
    portOffset,
  }: {
    apiUrl: string | undefined
    environment: NodeJS.ProcessEnv
    portOffset: number | undefined
  },
): Deployment {
  const offset = portOffset ?? 0
  const stack = readStackFile(offset)
  if (!stack) {
    const elsewhere = portOffset === undefined ? '' : ' set --port-offset,'
    throw new CommandError(
      `${project} is the local stack, and it is not running. Start it with "npm start",${elsewhere} or name a project with --project.`,
      { exitCode: 2 },
    )
  }
  const local = readLocalSettings(portsAtOffset(offset))
  const settings = readSettings(project, {
    folder: join(root, '.local'),
    environment: { ...local, ...environment },
  })
  return {
    project,
    isLocal: true,
    apiUrl: originOf(apiUrl ?? stack.apiUrl),
    apiKey: environment['WAYPOST_API_KEY'] ?? stack.apiKey,
    settings: { ...settings, WHATSAPP_GRAPH_URL: stack.graphUrl },
    localSecrets: local,
  }
}

function defaultProject(): string {
  const path = join(root, '.firebaserc')
  const { projects } = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as {
    projects?: { default?: string }
  }
  if (projects?.default !== undefined) return projects.default
  throw new CommandError('Name the Firebase project with --project; .firebaserc has no default.', {
    exitCode: 2,
  })
}

function originOf(url: string): string {
  if (!URL.canParse(url))
    throw new CommandError(`${url} is not a valid URL. Use one like https://example.web.app`, { exitCode: 2 })
  return new URL(url).origin
}

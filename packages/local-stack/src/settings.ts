/** Local settings of the functions, with a fictional Meta account. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { LOOPBACK } from './http/listen.ts'
import type { Ports } from './ports.ts'
import { repositoryRoot } from './stack-file.ts'

/** Ids that start with `demo-` can never reach a real Firebase project. */
export const PROJECT_ID = 'demo-waypost'

/** Parameters and secrets of the functions, by name. */
export interface Settings {
  WHATSAPP_ACCESS_TOKEN: string
  WHATSAPP_APP_SECRET: string
  WHATSAPP_VERIFY_TOKEN: string
  WHATSAPP_PHONE_NUMBER_ID: string
  WHATSAPP_WABA_ID: string
  WHATSAPP_API_VERSION: string
  WHATSAPP_GRAPH_URL: string
  WHATSAPP_TEST_GRAPH_URL: string
  WHATSAPP_TEST_ACCESS_TOKEN: string
  CORS_ORIGINS: string
  WEBHOOKS_TO_LOOPBACK: string
  FUNCTIONS_REGION: string
  [name: string]: string
}

/** Names of the settings that Firebase keeps in Secret Manager. */
export const SECRET_NAMES = ['WHATSAPP_ACCESS_TOKEN', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN']

/** Requests in 15 minutes. */
const EFFECTIVELY_UNLIMITED = '1000000'

/** The settings: defaults, changed by `.local/env`, changed by the environment. Other names in `.local/env` pass too. */
export function readSettings(ports: Ports, mediaFolder = ''): Settings {
  const graphUrl = `http://${LOOPBACK}:${ports.graph}`
  const defaults: Settings = {
    WHATSAPP_ACCESS_TOKEN: 'local-access-token',
    WHATSAPP_APP_SECRET: 'local-app-secret',
    WHATSAPP_VERIFY_TOKEN: 'local-verify-token',
    WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
    WHATSAPP_WABA_ID: '102290129340398',
    WHATSAPP_API_VERSION: 'v26.0',
    WHATSAPP_GRAPH_URL: graphUrl,
    WHATSAPP_TEST_GRAPH_URL: graphUrl,
    WHATSAPP_TEST_ACCESS_TOKEN: 'local-access-token',
    // A page under development may be served from any local port.
    CORS_ORIGINS: '*',
    // Local experiments and load tests must not be throttled.
    RATE_LIMIT_UNAUTHENTICATED: EFFECTIVELY_UNLIMITED,
    RATE_LIMIT_USER: EFFECTIVELY_UNLIMITED,
    RATE_LIMIT_TRUSTED: EFFECTIVELY_UNLIMITED,
    MEDIA_FOLDER: mediaFolder,
    // Allow webhook endpoints on this machine.
    WEBHOOKS_TO_LOOPBACK: 'true',
    FUNCTIONS_REGION: 'us-central1',
  }
  const settings = { ...defaults, ...readEnvFile() }
  const fromEnvironment = Object.keys(settings).flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...settings, ...Object.fromEntries(fromEnvironment) }
}

function readEnvFile(): Record<string, string> {
  const path = join(repositoryRoot, '.local/env')
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Record<string, string>) : {}
}

/** The environment of the functions' process: as on Cloud Functions, with every Google address on this machine. */
export function functionsEnvironment(settings: Settings, ports: Ports): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...settings,
    GCLOUD_PROJECT: PROJECT_ID,
    GOOGLE_CLOUD_PROJECT: PROJECT_ID,
    FIREBASE_CONFIG: JSON.stringify({ projectId: PROJECT_ID }),
    FUNCTIONS_EMULATOR: 'true',
    K_REVISION: '1',
    FIRESTORE_EMULATOR_HOST: `${LOOPBACK}:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `${LOOPBACK}:${ports.auth}`,
    CLOUD_TASKS_EMULATOR_HOST: `${LOOPBACK}:${ports.tasks}`,
    // Skips the search for a metadata server, which takes seconds to fail.
    METADATA_SERVER_DETECTION: 'none',
  }
}

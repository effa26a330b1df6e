import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspectToken } from '../../../functions/src/graph/token-inspection.undici.ts'
import { fingerprintOf } from '../../../functions/src/sessions/access-token.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { graphReader } from '../deployment/graph-reader.ts'
import { waypostApi } from '../deployment/waypost-api.ts'
import type { FirebaseCli } from '../firebase/firebase-cli.ts'
import { root } from '../firebase/run-program.ts'
import { CommandError } from '../terminal/command-error.ts'
import { accountFindings } from './account-findings.ts'
import type { Finding } from './finding.ts'
import { IndexSpec, indexFindings } from './index-findings.ts'
import { numberFindings } from './number-findings.ts'
import { serviceFindings } from './service-findings.ts'
import { settingsFindings } from './settings-findings.ts'
import { tokenFindings } from './token-findings.ts'
import { versionFindings } from './version-findings.ts'
import { webhookFindings } from './webhook-findings.ts'

export interface ExamineNeeds {
  deployment: Deployment
  firebase: FirebaseCli
  /** The newest version of a secret. @throws CommandError when it cannot be read */
  secret(name: string): Promise<string>
  now: Date
}

/** One part of the examination, with a title for its progress. A part that fails is a finding too. */
export interface Part {
  readonly title: string
  examine(): Promise<Finding[]>
}

/** All parts, in the order of the report. */
export function parts(needs: ExamineNeeds): Part[] {
  const { deployment } = needs
  const token = once(() => needs.secret('WHATSAPP_ACCESS_TOKEN'))
  return [
    part({ id: 'token.valid', title: 'Token, number and account at Meta', hint: CLI_HINT }, async () =>
      examineMeta(await token(), needs),
    ),
    part({ id: 'webhook.handshake', title: "Meta's handshake with the webhook", hint: CLI_HINT }, async () =>
      webhookFindings(deployment.apiUrl, await needs.secret('WHATSAPP_VERIFY_TOKEN')),
    ),
    part({ id: 'service.up', title: 'API', hint: API_HINT }, () => examineService(token, needs)),
    part({ id: 'firestore.indexes', title: 'Indexes and time to live', hint: CLI_HINT }, () =>
      examineIndexes(needs),
    ),
    part({ id: 'settings.policy', title: 'Settings', hint: CLI_HINT }, async () =>
      settingsFindings(deployment.settings),
    ),
  ]
}

const CLI_HINT =
  'Sign in with "firebase login", with an account that has access to the project, and check that the secret is stored.'
const API_HINT =
  'Deploy with "npm run waypost -- deploy", set the URL with --api-url, and check WAYPOST_API_KEY.'

/** Turns the failure of a part into a finding; the other parts continue. */
const part = (
  { id, title, hint }: { id: string; title: string; hint: string },
  examine: () => Promise<Finding[]>,
): Part => ({
  title,
  examine: () =>
    examine().catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error
      return [{ id, level: 'fail', message: error.message, hint }]
    }),
})

async function examineMeta(token: string, { deployment, now }: ExamineNeeds): Promise<Finding[]> {
  const { settings } = deployment
  const [url = '', version = '', wabaId = '', phoneNumberId = ''] = [
    settings['WHATSAPP_GRAPH_URL'],
    settings['WHATSAPP_API_VERSION'],
    settings['WHATSAPP_WABA_ID'],
    settings['WHATSAPP_PHONE_NUMBER_ID'],
  ]
  const status = await inspectToken({ url, version, token, wabaId })
  const read = graphReader({ url, version, token })
  const probe =
    status.state === 'valid' && phoneNumberId !== '' ? await read(phoneNumberId, { fields: 'id' }) : undefined
  const served = probe?.ok === true ? probe.servedVersion : null
  const ofToken = [...tokenFindings(status, { wabaId, now }), ...versionFindings(version, { served, now })]
  // An invalid token reads nothing: further requests would fail for the same reason.
  if (status.state !== 'valid') return ofToken
  const more = await Promise.all([
    numberFindings(read, phoneNumberId),
    accountFindings(read, { wabaId, appId: status.appId }),
  ])
  return [...ofToken, ...more.flat()]
}

async function examineService(
  token: () => Promise<string>,
  { deployment }: ExamineNeeds,
): Promise<Finding[]> {
  const api = waypostApi(deployment.apiUrl, deployment.apiKey)
  await api.up()
  const up: Finding = { id: 'service.up', level: 'ok', message: `${deployment.apiUrl} answers.` }
  if (deployment.apiKey === undefined)
    return [
      up,
      {
        id: 'service.details',
        level: 'warn',
        message: 'Holds, queue and webhooks were not checked: WAYPOST_API_KEY is not set.',
        hint: 'Set WAYPOST_API_KEY to an API key with the scope "admin".',
      },
    ]
  const newest = await token().then(fingerprintOf, () => undefined)
  return [up, ...serviceFindings(await api.details(), { newestFingerprint: newest })]
}

async function examineIndexes({ deployment, firebase }: ExamineNeeds): Promise<Finding[]> {
  if (deployment.isLocal)
    return [{ id: 'firestore.indexes', level: 'ok', message: 'The local stack needs no deployed indexes.' }]
  const wanted = IndexSpec.parse(JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')))
  return indexFindings(wanted, await firebase.json(['firestore:indexes'], IndexSpec))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

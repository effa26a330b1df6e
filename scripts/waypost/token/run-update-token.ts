import { setTimeout as sleep } from 'node:timers/promises'
import { inspectToken } from '../../../functions/src/graph/token-inspection.undici.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { graphReader } from '../deployment/graph-reader.ts'
import { waypostApi } from '../deployment/waypost-api.ts'
import { numberFindings } from '../doctor/number-findings.ts'
import { firebaseCli } from '../firebase/firebase-cli.ts'
import { functionsUsingSecret, versionsInUse } from '../firebase/functions-using-secret.ts'
import { secretVersions } from '../firebase/secret-versions.ts'
import { CommandError } from '../terminal/command-error.ts'
import { progressOf } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { updateSteps, type UpdateTokenNeeds } from './update-token.ts'
import { reportOf, reportLines, type StepReport } from './update-report.ts'

const SECRET = 'WHATSAPP_ACCESS_TOKEN'

export interface UpdateTokenOptions {
  readonly deployment: Deployment
  readonly token: string
  readonly json: boolean
  /** False: sessions are not resumed and the old version stays enabled. */
  readonly verify: boolean
  readonly terminal: Terminal
}

/** Fails before the prompt if the update cannot work. */
export function requireUpdatable(deployment: Deployment, verify: boolean): void {
  if (deployment.isLocal)
    throw new CommandError(
      'The local stack has no secrets in the cloud: its token is WHATSAPP_ACCESS_TOKEN in .local/env. Name a project with --project.',
      { exitCode: 2 },
    )
  if (verify && deployment.apiKey === undefined)
    throw new CommandError(
      'Set WAYPOST_API_KEY to an API key with the scope "admin": it verifies the change and resumes sessions. Or skip both with --no-verify.',
      { exitCode: 2 },
    )
}

/** Replaces the token step by step. @returns whether all steps succeeded */
export async function runUpdateToken(options: UpdateTokenOptions): Promise<boolean> {
  const { token, json, terminal } = options
  terminal.redactor.keepSecret(token)
  const reports: StepReport[] = []
  let failed: Error | undefined
  const tasks = updateSteps(token, needsOf(options)).map((step) => ({
    title: step.title,
    task: async (_: object, task: { title: string }) => {
      try {
        const { state, note } = await step.run()
        reports.push({ step: step.id, state, note })
        task.title = `${step.title}: ${note}`
      } catch (error) {
        failed = error as Error
        reports.push({ step: step.id, state: 'failed', note: failed.message, todo: step.afterFailure() })
        throw new Error(`${step.title}: failed`, { cause: error })
      }
    },
  }))
  await progressOf(tasks, { quiet: json })
    .run()
    .catch(() => undefined)
  if (failed && !(failed instanceof CommandError)) throw failed
  const report = reportOf(reports)
  if (json) terminal.answer(JSON.stringify(report, null, 2))
  else for (const line of reportLines(report)) terminal.answer(line)
  return report.ok
}

function needsOf({ deployment, verify, terminal }: UpdateTokenOptions): UpdateTokenNeeds {
  const { project, settings } = deployment
  const [url = '', version = '', wabaId = '', phoneNumberId = ''] = [
    settings['WHATSAPP_GRAPH_URL'],
    settings['WHATSAPP_API_VERSION'],
    settings['WHATSAPP_WABA_ID'],
    settings['WHATSAPP_PHONE_NUMBER_ID'],
  ]
  const firebase = firebaseCli(project, terminal.redactor)
  return {
    inspect: (token) => inspectToken({ url, version, token, wabaId }),
    number: (token) => numberFindings(graphReader({ url, version, token }), phoneNumberId),
    versions: secretVersions(SECRET, { project, firebase, redactor: terminal.redactor }),
    usingFunctions: () => functionsUsingSecret(SECRET, settings),
    versionsInUse: () => versionsInUse(SECRET, firebase),
    deploy: async (functions) => {
      const only = functions.map((name) => `functions:${name}`).join(',')
      await firebase.run(['deploy', '--only', only])
    },
    api: verify ? waypostApi(deployment.apiUrl, deployment.apiKey) : undefined,
    wabaId,
    now: () => new Date(),
    sleep: (seconds) => sleep(seconds * 1000),
  }
}

import type { HealthDetails } from '@waypost/contract'
import type { TokenStatus } from '../../../functions/src/sessions/access-token.ts'
import { fingerprintOf } from '../../../functions/src/sessions/access-token.ts'
import type { WaypostApi } from '../deployment/waypost-api.ts'
import type { Finding } from '../doctor/finding.ts'
import { tokenFindings } from '../doctor/token-findings.ts'
import type { SecretVersions } from '../firebase/secret-versions.ts'
import { CommandError } from '../terminal/command-error.ts'

export interface UpdateTokenNeeds {
  inspect(token: string): Promise<TokenStatus>
  /** Reads the sending number with the token. */
  number(token: string): Promise<Finding[]>
  versions: SecretVersions
  /** Names of the functions that use the token. */
  usingFunctions(): Promise<string[]>
  /** Deployed functions, and the version of the token each uses. */
  versionsInUse(): Promise<{ name: string; version: string }[]>
  deploy(functions: readonly string[]): Promise<void>
  /** Undefined with --no-verify: nothing is verified, resumed or disabled. */
  api: Pick<WaypostApi, 'details' | 'resume'> | undefined
  wabaId: string
  now(): Date
  sleep(seconds: number): Promise<void>
}

/** One step of the update; `run` returns what it did, as a sentence. */
export interface UpdateStep {
  readonly id: 'check' | 'store' | 'deploy' | 'verify' | 'resume' | 'disable'
  readonly title: string
  run(): Promise<StepOutcome>
  /** What to do when this step failed. */
  readonly afterFailure: () => string
}

export interface StepOutcome {
  readonly state: 'done' | 'skipped'
  readonly note: string
}

const done = (note: string): StepOutcome => ({ state: 'done', note })
const skipped = (note: string): StepOutcome => ({ state: 'skipped', note })

const AGAIN = 'Then run the same command again: completed steps are not repeated.'
/** A new instance uses the new token at once; a warm one may use the old token for a while. */
const VERIFY = { tries: 20, everySeconds: 6 }

/** Holds that a new token repairs; restrictions and unpaid bills are not. */
const repairable = new Set<string>([
  'WHATSAPP_TOKEN_EXPIRED',
  'WHATSAPP_PERMISSION_MISSING',
  'WHATSAPP_NUMBER_UNKNOWN',
])

/** The steps in their order; each may rely on those before it. The old version stays until all others succeeded. */
export function updateSteps(token: string, needs: UpdateTokenNeeds): UpdateStep[] {
  return [checkStep, storeStep, deployStep, verifyStep, resumeStep, disableStep].map((step) =>
    step(token, needs),
  )
}

type MakeStep = (token: string, needs: UpdateTokenNeeds) => UpdateStep

const checkStep: MakeStep = (token, needs) => ({
  id: 'check',
  title: 'Check the new token with Meta, and the API',
  async run() {
    const status = await needs.inspect(token)
    const ofToken = tokenFindings(status, { wabaId: needs.wabaId, now: needs.now() })
    // A token that expires soon is still better than an invalid one.
    const bad = ofToken.filter(({ level, id }) => level === 'fail' && id !== 'token.end')
    if (bad.length === 0 && status.state === 'valid') bad.push(...unseen(await needs.number(token)))
    if (bad.length > 0)
      throw new CommandError(bad.map(({ message, hint }) => `${message} ${hint ?? ''}`.trim()).join('\n'))
    // Checked first, so that nothing is changed when the result could not be verified.
    await needs.api?.details()
    const doubts = ofToken.filter(({ level }) => level !== 'ok').map(({ message }) => message)
    return done(['Meta accepts it.', ...doubts].join(' '))
  },
  afterFailure: () => 'Nothing was changed. Repair the named cause, and run the command again.',
})

const unseen = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ id, level }) => id === 'number.known' && level === 'fail')

const storeStep: MakeStep = (token, { versions }) => ({
  id: 'store',
  title: 'Store it as a new version of the secret',
  async run() {
    const [newest] = await versions.list()
    if (newest?.enabled === true && (await versions.read()) === token)
      return skipped(`Version ${newest.id} of the secret holds this token already.`)
    await versions.add(token)
    const [added] = await versions.list()
    return done(`It is version ${added?.id ?? 'unknown'} of the secret.`)
  },
  afterFailure: () =>
    `The functions keep their token; nothing else was changed. Repair the named cause. ${AGAIN}`,
})

const deployStep: MakeStep = (_token, needs) => ({
  id: 'deploy',
  title: 'Deploy the functions that use it',
  async run() {
    const functions = await needs.usingFunctions()
    await needs.deploy(functions)
    return done(`Deployed ${functions.join(', ')}.`)
  },
  afterFailure: () =>
    `The new token is stored, but functions that were not deployed keep the old one, which is unchanged. Repair the named cause. ${AGAIN} To go back, store the old token with the same command.`,
})

const verifyStep: MakeStep = (token, { api, sleep }) => ({
  id: 'verify',
  title: 'Verify that the API uses it',
  async run() {
    if (!api) return skipped('Not verified (--no-verify).')
    const wanted = fingerprintOf(token)
    for (let tries = 1; ; tries++) {
      const { token: used } = await api.details()
      if (used.fingerprint === wanted && used.state === 'valid') return done('The API uses it.')
      if (tries >= VERIFY.tries) throw notInUse(used, wanted)
      await sleep(VERIFY.everySeconds)
    }
  },
  afterFailure: () =>
    `The new token is stored and deployed; the old one is unchanged. See the log of the function api. ${AGAIN}`,
})

const notInUse = (used: HealthDetails['token'], wanted: string): CommandError =>
  new CommandError(
    used.fingerprint === wanted
      ? `The API uses the new token, and reports it as ${used.state}: ${used.reason ?? 'no reason given'}`
      : `After ${String((VERIFY.tries * VERIFY.everySeconds) / 60)} minutes the API still uses another token.`,
  )

const resumeStep: MakeStep = (_token, { api }) => ({
  id: 'resume',
  title: 'Resume sessions on hold',
  async run() {
    if (!api) return skipped('No session was resumed (--no-verify).')
    const { sessionsOnHold } = await api.details()
    const refusals: string[] = []
    const notes: string[] = []
    for (const { id, name, code } of sessionsOnHold) {
      if (!repairable.has(code))
        notes.push(`${name} (${id}) stays on hold: ${code} is not repaired by a token.`)
      else
        await api.resume(id).then(
          (woken) => notes.push(`${name} (${id}) is resumed; ${String(woken)} held messages are sent.`),
          (error: unknown) => refusals.push(`${name} (${id}): ${(error as Error).message}`),
        )
    }
    if (refusals.length > 0) throw new CommandError([...refusals, ...notes].join('\n'))
    return notes.length === 0 ? skipped('No session was on hold.') : done(notes.join(' '))
  },
  afterFailure: () =>
    `The new token is in use; sessions that could not be resumed keep their messages as held. The old version is still enabled. Repair the named cause. ${AGAIN}`,
})

const disableStep: MakeStep = (_token, { api, versions, versionsInUse }) => ({
  id: 'disable',
  title: 'Disable the old versions of the secret',
  async run() {
    if (!api) return skipped('The old versions stay enabled, because nothing was verified.')
    const [, ...older] = await versions.list()
    const enabled = older.filter((version) => version.enabled)
    if (enabled.length === 0) return skipped('No older version is enabled.')
    const users = (await versionsInUse()).filter(({ version }) => enabled.some(({ id }) => id === version))
    if (users.length > 0)
      throw new CommandError(
        `Still in use: ${users.map(({ name, version }) => `${name} uses version ${version}`).join(', ')}.`,
      )
    for (const { id } of enabled) await versions.disable(id)
    return done(
      `Disabled ${enabled.map(({ id }) => `version ${id}`).join(', ')}; they can be enabled again in Secret Manager.`,
    )
  },
  afterFailure: () =>
    `The new token is in use and sessions are resumed; only the old versions are still enabled. Repair the named cause, or disable them in Secret Manager. ${AGAIN}`,
})

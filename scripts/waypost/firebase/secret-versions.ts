import { z } from 'zod'
import { runProgram, inPrivateFolder } from './run-program.ts'
import type { FirebaseCli } from './firebase-cli.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { Redactor } from '../terminal/redactor.ts'

export interface SecretVersion {
  /** Counted up by Secret Manager: "7". */
  readonly id: string
  readonly enabled: boolean
}

/** The versions of one secret in Secret Manager. */
export interface SecretVersions {
  /** Newest first. */
  list(): Promise<SecretVersion[]>
  /** The value of the newest version. */
  read(): Promise<string>
  /** Stores a value as the newest version. */
  add(value: string): Promise<void>
  /** Switches a version off; it can be switched on again. */
  disable(id: string): Promise<void>
}

const Versions = z.object({
  secrets: z.array(z.object({ versionId: z.coerce.string(), state: z.string().optional() })),
})

/** The secret `name` of the functions, through the Firebase CLI. Values go over standard input and output only. */
export function secretVersions(
  name: string,
  { project, firebase, redactor }: { project: string; firebase: FirebaseCli; redactor: Redactor },
): SecretVersions {
  return {
    async list() {
      const { secrets } = await firebase.json(['functions:secrets:get', name], Versions).catch(noneYet)
      return secrets
        .map(({ versionId, state }) => ({ id: versionId, enabled: state === 'ENABLED' }))
        .toSorted((a, b) => Number(b.id) - Number(a.id))
    },
    async read() {
      const value = (await firebase.runSecret(['functions:secrets:access', name])).trim()
      redactor.keepSecret(value)
      return value
    },
    async add(value) {
      await firebase.runSecret(['functions:secrets:set', name, '--data-file', '-'], value)
    },
    async disable(id) {
      const args = [DISABLER, project, name, id]
      const { code, stdout, stderr } = await inPrivateFolder((directory) =>
        runProgram(process.execPath, { args, directory }),
      )
      if (code !== 0) throw new CommandError(redactor.clean(`${stdout}\n${stderr}`.trim()))
    },
  }
}

/** A secret that was never stored is not found; that is no failure. */
function noneYet(error: unknown): z.infer<typeof Versions> {
  if (error instanceof CommandError && /\b404\b/.test(error.message)) return { secrets: [] }
  throw error
}

const DISABLER = `${import.meta.dirname}/disable-secret-version.ts`

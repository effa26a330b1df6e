import { z } from 'zod'
import { CommandError } from '../terminal/command-error.ts'
import type { Redactor } from '../terminal/redactor.ts'
import { inPrivateFolder, runProgram, type ProgramResult } from './run-program.ts'

/** The Firebase CLI, for one project. */
export interface FirebaseCli {
  /** The whole command line, as it would be typed. */
  commandLine(args: readonly string[]): string
  /** Runs a command in the repository. @throws CommandError with what the CLI said */
  run(args: readonly string[]): Promise<string>
  /** Runs a command that gets or gives a secret. @throws CommandError with what the CLI said, without the secret */
  runSecret(args: readonly string[], input?: string): Promise<string>
  /** The result of a command that speaks JSON. @throws CommandError also when it is not as expected */
  json<T>(args: readonly string[], schema: z.ZodType<T>): Promise<T>
}

const LAST_LINES = 30

/**
 * The program `firebase`, from the PATH. It keeps a debug log in the folder it runs in, with the bodies of its
 * requests, and leaves it there when it fails: commands with secrets run in a folder that is removed.
 */
export function firebaseCli(project: string, redactor: Redactor): FirebaseCli {
  const whole = (args: readonly string[]) => [...args, '--project', project, '--non-interactive']
  const checked = ({ code, stdout, stderr }: ProgramResult, args: readonly string[]): string => {
    if (code === 0) return stdout
    const text = errorIn(stdout) ?? `${stdout}\n${stderr}`.trim().split('\n').slice(-LAST_LINES).join('\n')
    const said = redactor.clean(text)
    throw new CommandError(`firebase ${args.join(' ')} ended with code ${String(code)}:\n${said}`)
  }
  const privately = async (args: readonly string[], input?: string) =>
    inPrivateFolder(async (directory) => {
      const run = { args: whole(args), directory, env: { DEBUG: undefined } }
      return checked(await runProgram('firebase', { ...run, ...(input !== undefined && { input }) }), args)
    })
  return {
    commandLine: (args) => ['firebase', ...whole(args)].join(' '),
    run: async (args) => checked(await runProgram('firebase', { args: whole(args) }), args),
    runSecret: privately,
    async json(args, schema) {
      const result = schema.safeParse(resultIn(await privately([...args, '--json']), args))
      if (result.success) return result.data
      throw new CommandError(
        `firebase ${args.join(' ')} returned an unexpected answer: ${z.prettifyError(result.error)}`,
      )
    },
  }
}

/** `{ "status": "error", "error": "…" }`, from a command that was asked for JSON. */
function errorIn(stdout: string): string | undefined {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(stdout)).error
  } catch {
    return undefined
  }
}

/** `{ "status": "success", "result": … }` */
function resultIn(stdout: string, args: readonly string[]): unknown {
  try {
    return (JSON.parse(stdout.slice(stdout.indexOf('{'))) as { result?: unknown }).result
  } catch (cause) {
    throw new CommandError(`firebase ${args.join(' ')} did not answer in JSON.`, { cause })
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { CommandError } from '../terminal/command-error.ts'

/** The root of the repository. */
export const root = join(import.meta.dirname, '../../..')

export interface RunOptions {
  readonly args: readonly string[]
  /** What the program reads; nothing when left out. */
  readonly input?: string
  /** Added to the environment. */
  readonly env?: NodeJS.ProcessEnv
  /** Where it runs; the root of the repository when left out. */
  readonly directory?: string
}

export interface ProgramResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program and keeps what it prints. Programs of the project are found behind those of the caller's PATH.
 * @throws CommandError when it cannot be started
 */
export async function runProgram(
  program: string,
  { args, input, env, directory = root }: RunOptions,
): Promise<ProgramResult> {
  const path = `${process.env['PATH'] ?? ''}${delimiter}${join(root, 'node_modules/.bin')}`
  const { exitCode, signal, originalMessage, cause, stdout, stderr } = await execa(program, args, {
    cwd: directory,
    env: { ...env, PATH: path },
    input: input ?? '',
    reject: false,
    stripFinalNewline: false,
  })
  if (exitCode === undefined && signal === undefined)
    throw new CommandError(`${program} could not be started: ${originalMessage ?? 'no reason given'}`, {
      cause,
    })
  return { code: exitCode ?? 1, stdout, stderr }
}

/** Does `work` with a folder that only this user can read, and removes it with everything in it. */
export async function inPrivateFolder<T>(
  work: (folder: string) => Promise<T>,
  parent = tmpdir(),
): Promise<T> {
  const folder = mkdtempSync(join(parent, 'waypost-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

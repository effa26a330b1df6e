import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
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
export function runProgram(
  program: string,
  { args, input, env, directory = root }: RunOptions,
): Promise<ProgramResult> {
  const path = `${process.env['PATH'] ?? ''}${delimiter}${join(root, 'node_modules/.bin')}`
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const pieces: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
    child.stdout.on('data', (piece: Buffer) => pieces.stdout.push(piece))
    child.stderr.on('data', (piece: Buffer) => pieces.stderr.push(piece))
    child.once('error', (cause) =>
      reject(new CommandError(`${program} could not be started: ${cause.message}`, { cause })),
    )
    child.once('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(pieces.stdout).toString(),
        stderr: Buffer.concat(pieces.stderr).toString(),
      }),
    )
    // A program that ends without reading closes the pipe; its exit code tells the story.
    child.stdin.once('error', () => undefined)
    child.stdin.end(input ?? '')
  })
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

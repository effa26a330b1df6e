import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const scripts = join(import.meta.dirname, '../..')

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program as an operator would; its standard input ends with `input`. */
export function runCommand(
  [program = '', ...args]: readonly string[],
  { environment = {}, input = '' }: { environment?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...environment } })
    const result = { stdout: '', stderr: '' }
    child.stdout.on('data', (piece: Buffer) => (result.stdout += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (result.stderr += piece.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? -1, ...result }))
    child.stdin.once('error', () => undefined)
    child.stdin.end(input)
  })
}

/** `waypost <args>` */
export const runWaypost = (
  args: readonly string[],
  options?: { environment?: NodeJS.ProcessEnv; input?: string },
): Promise<CommandResult> => runCommand([process.execPath, join(scripts, 'waypost.ts'), ...args], options)

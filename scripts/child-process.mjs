import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { setInterval } from 'node:timers'

/** The root of the repository. */
export const root = join(import.meta.dirname, '..')

const binaries = join(root, 'node_modules', '.bin')

/** Environment in which `node` is the project's own Node 24, whatever the machine has. */
export function nodeEnvironment() {
  return { PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` }
}

/** Ends this process when npm, which started it, was killed and could not pass that on. */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = () => process.ppid !== parent && process.exit(1)
  setInterval(watch, 500).unref()
}

/**
 * Runs a command in the root, with our standard streams; signals are passed on.
 * Resolves with its exit code (128 + signal when one ended it); rejects when it cannot be started.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const forward = (signal) => child.kill(signal)
    const ignore = () => undefined
    process.on('SIGTERM', forward)
    process.on('SIGHUP', forward)
    // The terminal sends a Ctrl-C to the child as well: it decides how to end, we only wait for it.
    process.on('SIGINT', process.stdin.isTTY ? ignore : forward)
    child.once('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward).off('SIGHUP', forward).off('SIGINT', forward).off('SIGINT', ignore)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

/** Runs a command and keeps what it prints. Resolves with { code, output }. */
export async function runQuietly(command, args, options = {}) {
  const chunks = []
  const collect = (stream) => stream.on('data', (chunk) => chunks.push(chunk))
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  collect(child.stdout)
  collect(child.stderr)
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  return { code, output: Buffer.concat(chunks).toString('utf8') }
}

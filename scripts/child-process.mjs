import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

/** Ends this process when npm, which started it through a shell, was killed and could not pass that on. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = parentOf(process.ppid)
  const watch = () => isAlive(npm) || process.exit(1)
  if (npm > 1) setInterval(watch, 500).unref()
}

function parentOf(pid) {
  const stat = `/proc/${pid}/stat`
  // "pid (name) state parent …"; slim images have no ps, and macOS has no /proc.
  if (existsSync(stat)) return Number(readFileSync(stat, 'utf8').split(') ').at(-1).split(' ')[1])
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout) || 0
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
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

/** `npm start -- --detach`: runs the stack in the background and returns when it is up. */
import { fork } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join, relative } from 'node:path'
import { StackError } from '../stack-error.ts'
import { dataDirectoryAt, repositoryRoot } from '../stack-file.ts'
import type { DetachedMessage } from './run-stack.ts'

/** Restarts this command with `--background`; prints its banner, or throws its failure. */
export async function detach(args: readonly string[], portOffset: number): Promise<void> {
  const directory = dataDirectoryAt(portOffset)
  mkdirSync(directory, { recursive: true })
  const logPath = join(directory, 'stack.log')
  const logFile = openSync(logPath, 'w')
  console.log(`Starting in the background, log in ${relative(repositoryRoot, logPath)} …`)
  const child = fork(join(import.meta.dirname, '../cli.ts'), [...args, '--background'], {
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', logFile, logFile, 'ipc'],
  })
  const message = await new Promise<DetachedMessage>((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => {
      resolve({
        failed: `The stack ended with exit code ${code} before it was up. See ${relative(repositoryRoot, logPath)}.`,
      })
    })
  })
  if ('failed' in message) throw new StackError(message.failed)
  console.log(message.banner)
  child.disconnect()
  child.unref()
}

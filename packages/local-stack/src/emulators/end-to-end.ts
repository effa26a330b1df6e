/** Proves the official emulators on this machine: start, send the banner's message, wait until it was read, stop. */
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readStackFile, type StackFile } from '../stack-file.ts'
import { notifyCurl } from '../stack/banner.ts'

const OFFSET = 20_000
const READ_WITHIN_MS = 60_000
const cli = join(import.meta.dirname, '../cli.ts')

process.exitCode = await endToEnd()

async function endToEnd(): Promise<number> {
  if ((await runCli(['emulators', '--detach', '--port-offset', String(OFFSET)])) !== 0) return 1
  try {
    const stack = readStackFile(OFFSET)
    if (!stack) throw new Error('The emulators are up but .local/ has no stack.json.')
    console.log(await sendAndAwaitRead(stack))
    return 0
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await runCli(['stop', '--port-offset', String(OFFSET)])
  }
}

async function sendAndAwaitRead(stack: StackFile): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', notifyCurl(stack)])
  const sent = JSON.parse(stdout) as { id?: string; status?: string }
  if (sent.status !== 'accepted' || sent.id === undefined)
    throw new Error(`The message was not accepted: ${stdout}`)
  const deadline = Date.now() + READ_WITHIN_MS
  for (;;) {
    const response = await fetch(`${stack.apiUrl}/v1/messages/${sent.id}`, {
      headers: { authorization: `Bearer ${stack.apiKey}` },
    })
    const message = (await response.json()) as { status?: string }
    if (message.status === 'read') return `${sent.id}: accepted, and read.`
    if (Date.now() > deadline)
      throw new Error(`Not read within ${READ_WITHIN_MS / 1000} s: ${JSON.stringify(message)}`)
    await wait(250)
  }
}

function runCli(args: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve) => child.once('exit', resolve))
}

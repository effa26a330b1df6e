import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeServer, listen } from '../src/http/listen.ts'
import { portsAtOffset } from '../src/ports.ts'
import { isAlive } from '../src/processes/process-alive.ts'
import type { ProcessMemory } from '../src/stack/stats.ts'
import { dataDirectoryAt, readStackFile, type StackFile } from '../src/stack-file.ts'

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)
/** A block of ports of this run, so that a developer's own stack and other runs are left alone. */
const offset = 2000 + (process.pid % 1000) * 20
const offsetFlag = ['--port-offset', String(offset)]

interface Run {
  child: ChildProcess
  output: () => string
  exited: Promise<number | null>
}

function runCli(...args: string[]): Run {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../src/cli.ts'), ...args, ...offsetFlag],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, exited }
}

async function startStack(): Promise<Run & { stack: StackFile }> {
  const run = runCli('start', '--ephemeral', '--bundle', fixture('functions.mjs'))
  await until(() => run.output().includes('Waypost is up') || run.child.exitCode !== null)
  const stack = readStackFile(offset)
  if (!stack) throw new Error(run.output())
  return { ...run, stack }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20)
}

async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init)
  return (await response.json()) as T
}

function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer owner' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

const processesOf = ({ clockUrl }: StackFile) => json<ProcessMemory[]>(`${clockUrl}/processes`)
const functionUrl = ({ functionsUrl }: StackFile, name: string) =>
  `${functionsUrl}/demo-waypost/us-central1/${name}`

afterAll(() => {
  rmSync(dataDirectoryAt(offset), { recursive: true, force: true })
})

describe('a running stack', () => {
  let run: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    run = await startStack()
  })
  afterAll(() => run.child.kill('SIGTERM'))

  it('says in the banner how to send a message', () => {
    expect(run.output()).toContain(
      `curl -sS ${run.stack.apiUrl}/v1/whatsapp/notify -H 'Authorization: Bearer wp_live_`,
    )
  })

  it('gives the token that the simulator of Meta takes', async () => {
    const { graphUrl, phoneNumberId, accessToken } = run.stack
    const answer = await fetch(`${graphUrl}/${phoneNumberId}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(answer.status).toBe(200)
  })

  it('serves the functions through hosting', async () => {
    const answer = await json<{ url: string }>(`${run.stack.apiUrl}/v1/anything?x=1`)
    expect(answer.url).toBe('/v1/anything?x=1')
  })

  it('signs demo users in with their role', async () => {
    const { authUrl, users } = run.stack
    const { idToken } = await json<{ idToken: string }>(
      `${authUrl}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...users.operator, returnSecureToken: true }),
      },
    )
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as object
    expect(claims).toMatchObject({ waypost: 'operator', user_id: 'demo-operator', aud: 'demo-waypost' })
  })

  it('delivers document events, and says when everything is at rest', async () => {
    const { firestoreHost, clockUrl } = run.stack
    const documents = 'projects/demo-waypost/databases/(default)/documents'
    const name = `${documents}/outbox/from-test`
    await post(`http://${firestoreHost}/v1/${documents}:commit`, {
      writes: [{ update: { name, fields: { n: { integerValue: '7' } } } }],
    })
    await fetch(`${clockUrl}/idle`)
    const seen = await json<object[]>(functionUrl(run.stack, 'seen'))
    expect(seen).toContainEqual({ id: 'from-test', data: { n: 7 } })
  })

  it('fires a schedule now, and counts the invocation', async () => {
    const { clockUrl } = run.stack
    await fetch(`${clockUrl}/operations`, { method: 'DELETE' })
    expect(await json(`${clockUrl}/fire/every`, { method: 'POST' })).toMatchObject({ status: 200 })
    const { invocations } = await json<{ invocations: object }>(`${clockUrl}/operations`)
    expect(invocations).toMatchObject({ every: 1 })
  })

  it('runs a task at its schedule time once time was moved there', async () => {
    const { tasksUrl, clockUrl } = run.stack
    const body = Buffer.from('{"data":{"task":"timed"}}').toString('base64')
    const scheduleTime = new Date(Date.now() + 3_600_000).toISOString()
    const queue = `${tasksUrl}/projects/demo-waypost/locations/us-central1/queues/work/tasks`
    await post(queue, {
      task: { httpRequest: { body, headers: { 'Content-Type': 'application/json' } }, scheduleTime },
    })
    const timed = { data: { task: 'timed' }, retryCount: 0 }
    await fetch(`${clockUrl}/idle`)
    expect(await json<object[]>(functionUrl(run.stack, 'seen'))).not.toContainEqual(timed)
    await fetch(`${clockUrl}/advance`, { method: 'POST', body: '{"seconds":3600}' })
    await fetch(`${clockUrl}/idle`)
    expect(await json<object[]>(functionUrl(run.stack, 'seen'))).toContainEqual(timed)
  })

  it('keeps the moved time when the functions start again', async () => {
    const { clockUrl, apiUrl } = run.stack
    await fetch(`${clockUrl}/advance`, { method: 'POST', body: '{"seconds":90}' })
    await fetch(`${clockUrl}/functions/kill`, { method: 'POST' })
    expect(await json(`${apiUrl}/v1/x`)).toMatchObject({ clockOffsetMs: '3690000' })
  })

  it('starts the functions again after a crash, and says so; requests meanwhile wait', async () => {
    await fetch(functionUrl(run.stack, 'crash'))
    await until(() => run.output().includes('(exit code 1); starting it again'))
    expect((await fetch(`${run.stack.apiUrl}/v1/x`)).status).toBe(200)
    expect(run.output()).toContain('a bug of the fixture')
  })

  it('tells the memory of each process and the sum', async () => {
    const stats = runCli('stats')
    expect(await stats.exited).toBe(0)
    expect(stats.output()).toMatch(/stack .*\nfunctions .*\nauth .*\nsum +\d+ +\d+\n/)
  })

  it('refuses to start a second one on the same ports', async () => {
    const second = runCli('start', '--ephemeral')
    expect(await second.exited).toBe(1)
    expect(second.output()).toMatch(/Ports .*\(hosting\).* are taken\./)
    expect(second.output()).toContain(`an earlier stack, run: npm stop -- --port-offset ${offset}.`)
    expect(second.output()).toContain(`npm start -- --port-offset ${offset + 100}`)
    expect((await fetch(run.stack.apiUrl)).status).toBe(200)
  })

  it('leaves no process behind when it is killed', async () => {
    const pids = (await processesOf(run.stack)).map(({ pid }) => pid)
    expect(pids).toHaveLength(3)
    run.child.kill('SIGKILL')
    await until(() => pids.every((pid) => !isAlive(pid)))
  })
})

it('starts in the background, and npm stop ends every process of it', async () => {
  const started = runCli('start', '--detach', '--ephemeral', '--bundle', fixture('functions.mjs'))
  expect(await started.exited).toBe(0)
  const stack = readStackFile(offset)
  if (!stack) throw new Error(started.output())
  const pids = (await processesOf(stack)).map(({ pid }) => pid)
  const stopped = runCli('stop')
  expect(await stopped.exited).toBe(0)
  expect(pids.filter(isAlive)).toEqual([])
  expect(readStackFile(offset)).toBeUndefined()
})

it('finds everything again after a SIGKILL: documents and the demo key', async () => {
  const args = ['start', '--detach', '--bundle', fixture('functions.mjs')]
  expect(await runCli(...args, '--fresh').exited).toBe(0)
  const before = readStackFile(offset)
  if (!before) throw new Error('no stack.json')
  const documents = `http://${before.firestoreHost}/v1/projects/demo-waypost/databases/(default)/documents`
  const name = 'projects/demo-waypost/databases/(default)/documents/stored/one'
  await post(`${documents}:commit`, { writes: [{ update: { name, fields: { n: { integerValue: '1' } } } }] })
  // What was acknowledged more than a second before is on disk.
  await wait(1100)
  process.kill(before.pid, 'SIGKILL')
  await until(() => !isAlive(before.pid))
  expect(await runCli(...args).exited).toBe(0)
  const after = readStackFile(offset)
  expect(after?.apiKey).toBe(before.apiKey)
  // A precondition that fails says that the document is there.
  const again = await post(`${documents}:commit`, {
    writes: [{ update: { name }, currentDocument: { exists: false } }],
  })
  expect(again.status).toBe(409)
  expect(await runCli('stop').exited).toBe(0)
})

it('names a taken port and what to do, and starts nothing', async () => {
  const server = createServer()
  const { graph } = portsAtOffset(offset)
  await listen(server, graph)
  const run = runCli('start', '--ephemeral')
  expect(await run.exited).toBe(1)
  expect(run.output()).toContain(`Port ${graph} (graph) on 127.0.0.1 is taken.`)
  await closeServer(server)
})

it('ends with one clear line, and nothing left running, when the bundle has no function', async () => {
  const run = runCli('start', '--ephemeral', '--bundle', fixture('empty.mjs'))
  expect(await run.exited).toBe(1)
  expect(run.output()).toMatch(/No function in .*empty\.mjs/)
  expect(run.output()).not.toMatch(/\n +at /)
})

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startEmbeddedFirestore } from '../src/index.ts'
import { startFunctionsHost } from './support/functions-host.ts'
import { postJson, writesOf } from './support/rest-client.ts'

const program = join(import.meta.dirname, '../bin/embedded-firestore.mjs')
const project = 'demo-durable'
let directory = ''
let child: ChildProcess | undefined

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'embedded-firestore-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

/** Starts the server as a process of its own and waits for its word that it is up. */
async function startProcess(
  functionsAddress = '127.0.0.1:1',
): Promise<{ host: string; kill: () => Promise<void> }> {
  const options = ['--port', '0', '--data_directory', directory, '--functions_emulator', functionsAddress]
  const started = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = started
  const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string]
  const kill = async () => {
    started.kill('SIGKILL')
    await once(started, 'exit')
  }
  return { host: line.split(' ').at(-1) ?? '', kill }
}

const restart = () => startEmbeddedFirestore({ port: 0, dataDirectory: directory })

it('loses nothing that was acknowledged when it is killed while writing', async () => {
  const running = await startProcess()
  const { commit, update } = writesOf(running.host, project)
  const acknowledged: number[] = []
  const write = async (n: number) => {
    const { status } = await commit(update(`many/d${n}`, { n }))
    if (status === 200) acknowledged.push(n)
    if (acknowledged.length === 150) await running.kill()
  }
  await Promise.allSettled(Array.from({ length: 300 }, (_, n) => write(n)))
  expect(acknowledged.length).toBeGreaterThanOrEqual(150)

  const firestore = await restart()
  const { read } = writesOf(firestore.host, project)
  for (const n of acknowledged)
    expect(await read(`many/d${n}`)).toMatchObject({ fields: { n: { integerValue: `${n}` } } })
  await firestore.close()
})

it('restores documents with their times and every type of value, and forgets deleted ones', async () => {
  const running = await startProcess()
  const { commit, update, remove, name, read } = writesOf(running.host, project)
  const fields = {
    nan: { doubleValue: 'NaN' },
    zero: { doubleValue: '-0' },
    bytes: { bytesValue: 'AP8=' },
    when: { timestampValue: '2026-11-21T10:00:00.123456Z' },
    list: { arrayValue: { values: [{ nullValue: null }, { mapValue: { fields: {} } }] } },
  }
  await commit({ update: { name: name('types/a'), fields } }, update('types/gone', { n: 1 }))
  await commit(update('types/b', { n: 1 }))
  await commit(update('types/b', { n: 2 }), remove('types/gone'))
  const before = [await read('types/a'), await read('types/b')]
  expect(before[0]).toMatchObject({ fields })
  await running.kill()

  const firestore = await restart()
  const again = writesOf(firestore.host, project)
  expect([await again.read('types/a'), await again.read('types/b')]).toEqual(before)
  expect(await again.read('types/gone')).toMatchObject({ error: { code: 404 } })
  const { json } = await again.commit(update('types/b', { n: 3 }))
  const restored = before[1] as { updateTime: string }
  expect((json as { commitTime: string }).commitTime > restored.updateTime).toBe(true)
  await firestore.close()
})

it('goes on after the times it restored when the clock was set back', async () => {
  const ahead = await startEmbeddedFirestore({
    port: 0,
    dataDirectory: directory,
    now: () => new Date('2099-01-01'),
  })
  const { update } = writesOf(ahead.host, project)
  const before = await writesOf(ahead.host, project).commit(update('clock/a', { n: 1 }))
  await ahead.close()
  const firestore = await restart()
  const after = await writesOf(firestore.host, project).commit(update('clock/a', { n: 2 }))
  const timeOf = ({ json }: { json: unknown }) => (json as { commitTime: string }).commitTime
  expect(timeOf(before)).toMatch(/^2099/)
  expect(timeOf(after) > timeOf(before)).toBe(true)
  await firestore.close()
})

it('passes over a record that the crash cut in two, and writes on after it', async () => {
  const first = await restart()
  const { update } = writesOf(first.host, project)
  await writesOf(first.host, project).commit(update('torn/a', { n: 1 }))
  await first.close()
  appendFileSync(
    join(directory, 'firestore.log'),
    '{"commit":"projects/demo-durable/databases/(default)","time":17',
  )

  const second = await restart()
  expect(await writesOf(second.host, project).read('torn/a')).toMatchObject({
    fields: { n: { integerValue: '1' } },
  })
  await writesOf(second.host, project).commit(update('torn/b', { n: 2 }))
  await second.close()
  const third = await restart()
  expect(await writesOf(third.host, project).read('torn/b')).toMatchObject({
    fields: { n: { integerValue: '2' } },
  })
  await third.close()
})

it('keeps a log no longer than its documents need, once started again', async () => {
  const first = await restart()
  const { commit, update } = writesOf(first.host, project)
  for (let n = 0; n < 50; n++) await commit(update('same/a', { n }))
  await first.close()
  const lines = () => readFileSync(join(directory, 'firestore.log'), 'utf8').split('\n').length
  const grown = lines()
  await (await restart()).close()
  expect(grown).toBeGreaterThan(50)
  expect(lines()).toBeLessThan(5)
})

it('stays empty after it was cleared', async () => {
  const first = await restart()
  await writesOf(first.host, project).commit(writesOf(first.host, project).update('cleared/a', { n: 1 }))
  first.clear()
  await first.close()
  const second = await restart()
  expect(await writesOf(second.host, project).read('cleared/a')).toMatchObject({ error: { code: 404 } })
  await second.close()
})

it('delivers after a crash what a retried trigger had not accepted, under the same event id, and once', async () => {
  const functions = await startFunctionsHost()
  // Refused however often it is tried before the crash.
  functions.answers.push(...Array<number>(50).fill(500))
  const running = await startProcess(new URL(functions.url).host)
  const path = `/emulator/v1/projects/${project}/eventarcTrigger?eventarcTriggerId=on-created`
  const eventType = 'google.cloud.firestore.document.v1.created'
  await postJson(`http://${running.host}${path}`, {
    eventType,
    document: { value: 'outbox/{id}' },
    retry: true,
  })
  const { commit, update } = writesOf(running.host, project)
  await commit(update('outbox/a', { n: 1 }))
  const [refused] = await functions.received(1)
  await running.kill()

  functions.answers.splice(0)
  functions.events.splice(0)
  const trigger = {
    id: 'on-created',
    eventType,
    project,
    document: 'outbox/{id}',
    retry: true,
    url: functions.url,
  }
  const second = await restart()
  second.addTrigger(trigger)
  await second.eventsIdle()
  expect(functions.events.map(({ id }) => id)).toEqual([refused?.id])
  await second.close()

  const third = await restart()
  third.addTrigger(trigger)
  await third.eventsIdle()
  expect(functions.events).toHaveLength(1)
  await third.close()
  functions.close()
})

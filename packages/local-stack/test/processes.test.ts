import { join } from 'node:path'
import { expect, it } from 'vitest'
import { memoryOfChild, startChild, stopChild } from '../src/processes/start-child.ts'
import { isAlive } from '../src/processes/process-alive.ts'
import { StackError } from '../src/stack-error.ts'

const module = join(import.meta.dirname, 'fixtures/child.mjs')
const start = (behaviour: string, lines: string[] = []) =>
  startChild({ module, env: { ...process.env, BEHAVIOUR: behaviour }, log: (line) => lines.push(line) })

it('resolves with the first message of a child, and passes its lines on', async () => {
  const lines: string[] = []
  const { child, result } = await start('ready', lines)
  expect(result).toEqual({ port: 7 })
  await stopChild(child)
  expect(lines).toEqual(expect.arrayContaining(['printed to stdout', 'printed to stderr']))
})

it('rejects with the reason that a child gives', async () => {
  const failed = start('failed')
  await expect(failed).rejects.toThrow(StackError)
  await expect(failed).rejects.toThrow('no function in the bundle')
})

it('rejects when a child ends before it is ready', async () => {
  await expect(start('exit')).rejects.toThrow(/child\.mjs ended before it was ready \(exit code 3\)/)
})

it('hands out the child before it is ready', async () => {
  let pid: number | undefined
  await expect(
    startChild({
      module,
      env: { ...process.env, BEHAVIOUR: 'hang' },
      log: () => undefined,
      started: (child) => {
        pid = child.pid
        child.kill('SIGKILL')
      },
    }),
  ).rejects.toThrow(/ended before it was ready \(SIGKILL\)/)
  expect(isAlive(pid ?? 0)).toBe(false)
})

it('stops a child through its IPC channel', async () => {
  const { child } = await start('ready')
  await stopChild(child)
  expect(child.exitCode).toBe(0)
  expect(isAlive(child.pid ?? 0)).toBe(false)
  await stopChild(child)
})

it('kills a child that does not stop', async () => {
  const { child } = await start('stubborn')
  await stopChild(child, 50)
  expect(child.signalCode).toBe('SIGKILL')
})

it('reads the memory of a child that answers', async () => {
  const { child } = await start('ready')
  const memory = await memoryOfChild(child)
  expect(memory?.rss).toBeGreaterThan(memory?.heapUsed ?? Infinity)
  await stopChild(child)
  expect(await memoryOfChild(child)).toBeUndefined()
})

it('ignores signals in a child: the supervisor decides when it ends', async () => {
  const { child } = await start('ready')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal)
  expect(await memoryOfChild(child)).toBeDefined()
  await stopChild(child)
  expect(child.signalCode).toBeNull()
})

it('knows which processes are alive', () => {
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(2 ** 30)).toBe(false)
})

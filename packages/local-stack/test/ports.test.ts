import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { closeServer, listen } from '../src/http/listen.ts'
import { portsAtOffset, requireFreePorts, stopCommand } from '../src/ports.ts'
import { StackError } from '../src/stack-error.ts'

it('moves every port by the offset', () => {
  const base = portsAtOffset(0)
  const moved = portsAtOffset(300)
  expect(Object.keys(moved)).toEqual(Object.keys(base))
  for (const [name, port] of Object.entries(moved)) expect(port - base[name as keyof typeof base]).toBe(300)
})

it('gives every part a port of its own', () => {
  const ports = Object.values(portsAtOffset(0))
  expect(new Set(ports).size).toBe(ports.length)
})

it.each([
  [0, 'npm stop'],
  [100, 'npm stop -- --port-offset 100'],
])('names the command that stops a stack at offset %i', (offset, command) => {
  expect(stopCommand(offset)).toBe(command)
})

it('names each taken port and the next step', async () => {
  const [first, second] = [createServer(), createServer()]
  const [hosting, tasks] = [await listen(first, 0), await listen(second, 0)]
  const check = requireFreePorts({ hosting, tasks })
  await expect(check).rejects.toThrow(StackError)
  await expect(check).rejects.toThrow(`Ports ${hosting} (hosting), ${tasks} (tasks) on 127.0.0.1 are taken.`)
  await closeServer(first)
  await expect(requireFreePorts({ hosting, tasks })).rejects.toThrow(
    `Port ${tasks} (tasks) on 127.0.0.1 is taken.`,
  )
  await closeServer(second)
  await requireFreePorts({ hosting, tasks })
})

it('rejects when a port is taken, and frees it on close', async () => {
  const [first, second] = [createServer(), createServer()]
  const port = await listen(first, 0)
  await expect(listen(second, port)).rejects.toThrow('EADDRINUSE')
  await closeServer(first)
  expect(await listen(second, port)).toBe(port)
  await closeServer(second)
})

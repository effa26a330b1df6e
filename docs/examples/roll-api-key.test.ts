import { CreateKeyRequest, CreateSessionRequest, parseRequest, RollKeyRequest } from '@waypost/contract'
import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addKeysCommand } from '../../scripts/waypost/keys/keys-command.ts'
import { rollApiKey } from './roll-api-key.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, '../how-to', name), 'utf8')

/** A server that returns `next` and records the request. */
let next = { status: 201, body: '' }
let asked: IncomingMessage | undefined
let said = ''
const server = createServer((request, response) => {
  asked = request
  said = ''
  request.on('data', (piece: Buffer) => (said += piece.toString()))
  request.on('end', () => response.writeHead(next.status).end(next.body))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

it('asks as the API wants to be asked, and hands the new secret on', async () => {
  next = { status: 201, body: JSON.stringify({ id: 'key_2', secret: 'wp_live_new' }) }
  const rolled = await rollApiKey(url, { id: 'key_1', adminKey: 'wp_live_admin', overlapHours: 2 })
  expect(rolled).toEqual({ id: 'key_2', secret: 'wp_live_new' })
  expect([asked?.method, asked?.url]).toEqual(['POST', '/v1/keys/key_1/roll'])
  expect(asked?.headers.authorization).toBe('Bearer wp_live_admin')
  expect(parseRequest(RollKeyRequest, JSON.parse(said))).toEqual({ overlapHours: 2 })
})

it('says why a key is not rolled', async () => {
  next = { status: 409, body: JSON.stringify({ error: 'KEY_ENDED', message: 'It was rolled already.' }) }
  await expect(rollApiKey(url, { id: 'key_1', adminKey: 'wp_live_admin' })).rejects.toThrow('rolled already')
})

const bodies = (text: string, path: string): unknown[] =>
  [...text.matchAll(/curl -sS -X POST (\S+) [\s\S]*?-d '(\{[^']*\})'/g)]
    .filter(([, address = '']) => new URL(address).pathname === path)
    .map(([, , body = '']) => JSON.parse(body) as unknown)

it('shows requests that the API takes', () => {
  const keys = bodies(page('use-api-keys.md'), '/v1/keys')
  const sessions = bodies(page('operate.md'), '/v1/sessions')
  expect([keys.length, sessions.length]).toEqual([1, 1])
  for (const body of keys) parseRequest(CreateKeyRequest, body)
  for (const body of sessions) parseRequest(CreateSessionRequest, body)
})

it('shows commands and options that there are', () => {
  const program = new Command('waypost')
  addKeysCommand(program, { answer: () => undefined, say: () => undefined, redactor: undefined as never })
  const commands = program.commands[0]?.commands ?? []
  const shown = ['use-api-keys.md', 'deploy.md'].flatMap((name) => [
    ...page(name).matchAll(/waypost -- keys (\w+)(.*)$/gm),
  ])
  expect(shown.length).toBeGreaterThan(4)
  for (const [, verb = '', rest = ''] of shown) {
    const command = commands.find((one) => one.name() === verb)
    const known = command?.options.map(({ long }) => long)
    for (const [flag] of (rest.split('|')[0] ?? '').matchAll(/--[a-z-]+/g)) expect(known).toContain(flag)
  }
})

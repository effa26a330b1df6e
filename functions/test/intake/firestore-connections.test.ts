import type { Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { firestoreRest, restLimits } from '../../src/intake/firestore-rest.system.ts'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'

/** How the webhook's calls of Firestore survive connections that were dropped without a sign. */
let server: ListeningServer
afterEach(() => server.close())

const limits = { firstTryMs: 100, secondTryMs: 5_000, idleMs: 20_000 }
const call = { path: '/v1/documents:batchWrite', token: 'owner', body: '{"writes":[]}' }
const hostOf = ({ url }: ListeningServer): string => new URL(url).host

/** Answers each connection once and never again, as one that a network in between has forgotten. */
async function forgetfulServer(): Promise<{ connections: () => number }> {
  const answered = new Set<Socket>()
  server = await listeningServer((request, response) => {
    if (answered.has(request.socket)) return
    answered.add(request.socket)
    response.end('{}')
  })
  return { connections: () => answered.size }
}

it('answers although every connection that was kept is dead', async () => {
  const { connections } = await forgetfulServer()
  const post = firestoreRest(hostOf(server), limits)
  const together = () => Promise.all([post(call), post(call), post(call)])
  expect(await together()).toEqual(Array(3).fill({ status: 200, text: '{}' }))
  expect(await together()).toEqual(Array(3).fill({ status: 200, text: '{}' }))
  expect(connections()).toBe(6)
})

it('opens a new connection after a pause, without waiting for the old one to fail', async () => {
  const { connections } = await forgetfulServer()
  let now = 0
  const post = firestoreRest(hostOf(server), { ...limits, firstTryMs: 60_000 }, () => now)
  await post(call)
  now += limits.idleMs + 1
  expect(await post(call)).toEqual({ status: 200, text: '{}' })
  expect(connections()).toBe(2)
})

it('keeps the connection between calls that follow one another', async () => {
  const sockets = new Set<Socket>()
  server = await listeningServer((request, response) => {
    sockets.add(request.socket)
    response.end('{}')
  })
  const post = firestoreRest(hostOf(server), limits)
  for (let i = 0; i < 3; i++) await post(call)
  expect(sockets.size).toBe(1)
})

it('limits a try that gets the head of an answer and no end', async () => {
  let tries = 0
  server = await listeningServer((_request, response) => {
    if (++tries === 1) return void response.writeHead(200).write('{')
    response.end('{}')
  })
  expect(await firestoreRest(hostOf(server), limits)(call)).toEqual({ status: 200, text: '{}' })
})

it('rejects when the second try fails too', async () => {
  server = await listeningServer((request) => request.socket.destroy())
  await expect(firestoreRest(hostOf(server), limits)(call)).rejects.toThrow()
})

it('ends both tries before Meta gives up on a webhook', () => {
  expect(restLimits.firstTryMs).toBeLessThanOrEqual(3_000)
  expect(restLimits.firstTryMs + restLimits.secondTryMs).toBeLessThan(10_000)
})

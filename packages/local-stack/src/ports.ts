/** Port numbers of all parts, and the check that they are free. */
import { closeServer, listen, LOOPBACK } from './http/listen.ts'
import { createServer } from 'node:http'
import { StackError } from './stack-error.ts'

/** `hub` and `logging` are used by `npm run emulators` only. */
export type ServiceName =
  'hosting' | 'functions' | 'firestore' | 'auth' | 'tasks' | 'clock' | 'graph' | 'hub' | 'logging'
export type Ports = Record<ServiceName, number>

const DEFAULT_PORTS: Ports = {
  hosting: 7400,
  functions: 7401,
  firestore: 7402,
  auth: 7403,
  tasks: 7404,
  clock: 7405,
  graph: 7406,
  hub: 7407,
  logging: 7408,
}

/** The ports of the stack, all moved by `offset`. */
export function portsAtOffset(offset: number): Ports {
  const moved = Object.entries(DEFAULT_PORTS).map(([part, port]) => [part, port + offset])
  return Object.fromEntries(moved) as Ports
}

/** The command that stops the stack at `offset`. */
export const stopCommand = (offset: number): string =>
  offset === 0 ? 'npm stop' : `npm stop -- --port-offset ${offset}`

/** Throws a StackError that names every port that is taken and says what to do. */
export async function requireFreePorts(ports: Partial<Ports>): Promise<void> {
  const probes = await Promise.all(
    Object.entries(ports).map(async ([part, port]) =>
      (await isFree(port)) ? undefined : `${port} (${part})`,
    ),
  )
  const taken = probes.filter((probe) => probe !== undefined)
  if (taken.length === 0) return
  const [noun, verb] = taken.length === 1 ? ['Port', 'is'] : ['Ports', 'are']
  const offset = (ports.hosting ?? DEFAULT_PORTS.hosting) - DEFAULT_PORTS.hosting
  throw new StackError(
    `${noun} ${taken.join(', ')} on ${LOOPBACK} ${verb} taken. If that is an earlier stack, run: ${stopCommand(offset)}. ` +
      `Otherwise free it, or move all ports: npm start -- --port-offset ${offset + 100}`,
  )
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await listen(server, port)
    await closeServer(server)
    return true
  } catch {
    return false
  }
}

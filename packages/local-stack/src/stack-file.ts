/** `.local/stack.json`: where the running stack can be found. Other tools and checks rely on its fields. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Root of the repository. */
export const repositoryRoot = join(import.meta.dirname, '../../..')

export interface Login {
  email: string
  password: string
}

export interface StackFile {
  /** Origin of hosting, without `/v1`. */
  apiUrl: string
  webhookUrl: string
  graphUrl: string
  consoleUrl: string
  /** host:port, as FIRESTORE_EMULATOR_HOST wants it. */
  firestoreHost: string
  authUrl: string
  functionsUrl: string
  tasksUrl: string
  clockUrl: string
  projectId: string
  apiKey: string
  sessionId: string
  wabaId: string
  phoneNumberId: string
  appSecret: string
  /** What the simulator of Meta takes as `Authorization: Bearer …`. */
  accessToken: string
  verifyToken: string
  users: { operator: Login; sender: Login; plain: Login }
  /** The supervisor's process id: a SIGTERM to it stops everything. */
  pid: number
}

/** The directory that holds what a stack stores: `.local/`, or `.local/offset-N/` beside it for a moved stack. */
export function dataDirectoryAt(portOffset: number): string {
  const local = join(repositoryRoot, '.local')
  return portOffset === 0 ? local : join(local, `offset-${portOffset}`)
}

/** Reads the file of the stack at this offset; undefined when none was started. */
export function readStackFile(portOffset = 0): StackFile | undefined {
  const path = stackFilePath(portOffset)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as StackFile) : undefined
}

/** Writes the file atomically: a reader never sees a partial file. */
export function writeStackFile(portOffset: number, stack: StackFile): void {
  const path = stackFilePath(portOffset)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(stack, null, 2) + '\n')
  renameSync(`${path}.new`, path)
}

/** Removes the file; a stack that has stopped leaves none. */
export function removeStackFile(portOffset: number): void {
  rmSync(stackFilePath(portOffset), { force: true })
}

function stackFilePath(portOffset: number): string {
  return join(dataDirectoryAt(portOffset), 'stack.json')
}

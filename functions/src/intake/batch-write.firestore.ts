import { reachedStatuses } from '../messages/progress.ts'
import { asArray, asObject } from '../kernel/untrusted-json.ts'
import { googleAccessToken, type AccessToken } from './google-access-token.system.ts'
import type { IntakeValue, IntakeWrite, WriteAll, WriteOutcome } from './intake-writes.ts'
import { firestoreRest } from './firestore-rest.system.ts'

/**
 * Meta posts up to 1,000 items: one call. Firestore removed the limit of 500 writes per commit in March 2023; a batch
 * that is refused for its size is halved. A call holds 10 MiB: a character takes up to three bytes.
 */
const MAX_WRITES = { writes: 1_000, characters: 3_000_000 }

export interface IntakeDatabase {
  readonly projectId: string
  /** `host:port`; undefined: the real Firestore. */
  readonly emulatorHost: string | undefined
  /** The service account's by default; the emulator accepts any. */
  readonly accessToken?: AccessToken
}

/**
 * Writes over Firestore's REST API, one `:batchWrite` for all that Meta posts at a time: the Admin SDK has no `maximum`,
 * and loading it costs this function most of its cold start.
 * https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents/batchWrite
 */
export function firestoreBatchWrite({ projectId, emulatorHost, ...database }: IntakeDatabase): WriteAll {
  const documents = `projects/${projectId}/databases/(default)/documents`
  const path = encodeURI(`/v1/${documents}:batchWrite`)
  const postToFirestore = firestoreRest(emulatorHost)
  const accessToken =
    database.accessToken ?? (emulatorHost === undefined ? googleAccessToken() : async () => 'owner')

  async function authorizedPost(body: string) {
    const token = await accessToken()
    const answer = await postToFirestore({ path, token, body })
    if (answer.status !== UNAUTHORIZED) return answer
    return postToFirestore({ path, token: await accessToken(token), body })
  }

  async function call(entries: readonly Entry[]): Promise<WriteOutcome[]> {
    const { status, text } = await authorizedPost(`{"writes":[${entries.map(({ json }) => json).join(',')}]}`)
    if (status === 200) return outcomesOf(text, entries)
    const refusal = `Firestore answered ${String(status)}: ${text.slice(0, 300)}`
    if (status !== BAD_REQUEST && status !== TOO_LARGE) throw new Error(refusal)
    if (entries.length === 1) return [{ failed: refusal, transient: false }]
    // One write invalidates the whole call: the halves are tried on their own.
    const half = Math.ceil(entries.length / 2)
    return [...(await call(entries.slice(0, half))), ...(await call(entries.slice(half)))]
  }

  return async (writes) => {
    const entries = writes.map((write) => ({ write, json: JSON.stringify(restWrite(write, documents)) }))
    return (await Promise.all(callsOf(entries).map(call))).flat()
  }
}

/** A write, and how it stands in the call. */
interface Entry {
  readonly write: IntakeWrite
  readonly json: string
}

/** Puts as many into each call as it may hold. */
function callsOf(entries: readonly Entry[]): Entry[][] {
  const calls: Entry[][] = []
  let characters = 0
  for (const entry of entries) {
    characters += entry.json.length
    const last = calls.at(-1)
    if (last && last.length < MAX_WRITES.writes && characters <= MAX_WRITES.characters) last.push(entry)
    else {
      calls.push([entry])
      characters = entry.json.length
    }
  }
  return calls
}

const BAD_REQUEST = 400
const UNAUTHORIZED = 401
const TOO_LARGE = 413
const NOT_FOUND = 5
const ALREADY_EXISTS = 6
/** google.rpc.Code: cancelled, unknown, deadline, resources, aborted, internal, unavailable. */
const transientCodes: ReadonlySet<unknown> = new Set([1, 2, 4, 8, 10, 13, 14])

function outcomesOf(answer: string, entries: readonly Entry[]): WriteOutcome[] {
  const statuses = asArray(asObject(JSON.parse(answer))['status']).map(asObject)
  return entries.map(({ write }, i): WriteOutcome => {
    const { code = 0, message = '' } = statuses[i] ?? { code: 2, message: 'no status' }
    if (code === 0) return 'written'
    if (code === ALREADY_EXISTS) return 'exists'
    if (code === NOT_FOUND && write.kind === 'merge') return 'missing'
    return { failed: `${String(code)} ${String(message)}`, transient: transientCodes.has(code) }
  })
}

function restWrite(write: IntakeWrite, documents: string): object {
  if (write.kind === 'create')
    return {
      update: { name: `${documents}/${write.path}`, fields: restFields(write.fields) },
      currentDocument: { exists: false },
    }
  const values = write.entries.map((entry) => ({
    mapValue: { fields: restFields({ source: 'meta', ...entry }) },
  }))
  return {
    update: { name: `${documents}/messages/${write.messageId}`, fields: {} },
    updateMask: { fieldPaths: [] },
    updateTransforms: [
      { fieldPath: 'timeline', appendMissingElements: { values } },
      ...(write.progress > 0
        ? [
            { fieldPath: 'progress', maximum: { integerValue: String(write.progress) } },
            { fieldPath: 'reached', maximum: { integerValue: String(reachedStatuses(write.entries)) } },
          ]
        : []),
    ],
    currentDocument: { exists: true },
  }
}

const restFields = (fields: Readonly<Record<string, IntakeValue>>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, restValue(value)]],
    ),
  )

function restValue(value: Exclude<IntakeValue, undefined>): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return { integerValue: String(value) }
  if (value instanceof Date) return { timestampValue: value.toISOString() }
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  return { arrayValue: { values: value.map((text) => ({ stringValue: text })) } }
}

import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { googleAccessToken } from './google-access-token.system.ts'
import type { IntakeValue, IntakeWrite, WriteAll, WriteOutcome } from './intake-write.ts'

const TIMEOUT_MS = 8_000
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/**
 * Writes over Firestore's REST API, one `:batchWrite` for all: the Admin SDK has no `maximum`, and loading
 * it costs this function most of its cold start.
 * https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents/batchWrite
 */
export function intakeOverRest({
  projectId,
  emulatorHost,
}: {
  projectId: string
  emulatorHost: string | undefined
}): WriteAll {
  const documents = `projects/${projectId}/databases/(default)/documents`
  return async (writes) => {
    if (writes.length === 0) return []
    const body = JSON.stringify({ writes: writes.map((write) => restWrite(write, documents)) })
    const token = emulatorHost === undefined ? await googleAccessToken() : 'owner'
    const answer = await post({ emulatorHost, path: `/v1/${documents}:batchWrite`, token, body })
    return outcomesOf(answer, writes)
  }
}

/** A failed connection is tried once more: every write of ours may be done twice. */
const post = (call: Call): Promise<string> => postOnce(call).catch(() => postOnce(call))

interface Call {
  emulatorHost: string | undefined
  path: string
  token: string
  body: string
}

function postOnce({ emulatorHost, path, token, body }: Call): Promise<string> {
  const [host = '', port] = (emulatorHost ?? 'firestore.googleapis.com').split(':')
  const options: RequestOptions = {
    method: 'POST',
    host,
    path: encodeURI(path),
    timeout: TIMEOUT_MS,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  }
  return new Promise((resolve, reject) => {
    const request =
      emulatorHost === undefined
        ? httpsRequest({ ...options, agent: agents.https })
        : httpRequest({ ...options, agent: agents.http, port })
    request.on('timeout', () =>
      request.destroy(new Error(`Firestore did not answer in ${String(TIMEOUT_MS)} ms`)),
    )
    request.on('error', reject)
    request.on('response', (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`Firestore answered ${String(response.statusCode)}: ${text.slice(0, 300)}`))
      })
    })
    request.end(body)
  })
}

const NOT_FOUND = 5
const ALREADY_EXISTS = 6
/** google.rpc.Code: cancelled, unknown, deadline, resources, aborted, internal, unavailable. */
const transientCodes = new Set([1, 2, 4, 8, 10, 13, 14])

function outcomesOf(answer: string, writes: readonly IntakeWrite[]): WriteOutcome[] {
  const { status = [] } = JSON.parse(answer) as { status?: { code?: number; message?: string }[] }
  return writes.map((write, i): WriteOutcome => {
    const { code = 0, message = '' } = status[i] ?? { code: 2, message: 'no status' }
    if (code === 0) return 'written'
    if (code === ALREADY_EXISTS) return 'exists'
    if (code === NOT_FOUND && write.kind === 'merge') return 'missing'
    return { failed: `${String(code)} ${message}`, transient: transientCodes.has(code) }
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
        ? [{ fieldPath: 'progress', maximum: { integerValue: String(write.progress) } }]
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

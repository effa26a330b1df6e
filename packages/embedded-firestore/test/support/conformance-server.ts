import { randomBytes } from 'node:crypto'
import { deleteApp, initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import type { Firestore, QuerySnapshot } from 'firebase-admin/firestore'
import { startEmbeddedFirestore } from '../../src/index.ts'

// The client must not look for Google's metadata server: there is none here, and looking takes seconds.
process.env['METADATA_SERVER_DETECTION'] = 'none'

/** A server under test and clients of it. */
export interface ConformanceServer {
  readonly host: string
  readonly project: string
  readonly db: Firestore
  /** A named database of the same project. */
  readonly database: (id: string) => Firestore
  /** Posts proto3 JSON to `…/documents{path}`. */
  readonly rest: (path: string, body: object) => Promise<{ status: number; json: unknown }>
  /** The full name of a document. */
  readonly name: (path: string) => string
  readonly close: () => Promise<void>
}

/**
 * Starts the embedded server, or takes Google's emulator where FIRESTORE_CONFORMANCE_HOST names one. The project is
 * new each time, so that nothing an earlier run left is seen.
 */
export async function startConformanceServer(): Promise<ConformanceServer> {
  const official = process.env['FIRESTORE_CONFORMANCE_HOST']
  const embedded = official ? undefined : await startEmbeddedFirestore({ port: 0 })
  const host = official ?? embedded?.host ?? ''
  process.env['FIRESTORE_EMULATOR_HOST'] = host
  const project = `demo-${randomBytes(5).toString('hex')}`
  const app = initializeApp({ projectId: project }, project)
  const documents = `projects/${project}/databases/(default)/documents`
  return {
    host,
    project,
    db: getFirestore(app),
    database: (id) => getFirestore(app, id),
    name: (path) => `${documents}/${path}`,
    async rest(path, body) {
      const url = `http://${host}/v1/${documents}${path}`
      // "owner" is the emulators' word for a caller that no rule stops.
      const headers = { authorization: 'Bearer owner', 'content-type': 'application/json' }
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, json: await response.json() }
    },
    async close() {
      await deleteApp(app)
      await embedded?.close()
    },
  }
}

/** The ids of a query's results, in order. */
export const ids = ({ docs }: QuerySnapshot) => docs.map(({ id }) => id)

/** The gRPC code an operation is refused with; fails when it is not refused. */
export async function refusal(operation: Promise<unknown>): Promise<number> {
  try {
    await operation
  } catch (error) {
    return (error as { code: number }).code
  }
  throw new Error('The operation succeeded, but should have been refused.')
}

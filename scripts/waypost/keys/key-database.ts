import { isWaypostError } from '@waypost/contract'
import { applicationDefault, deleteApp, initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import { firestoreApiKeys } from '../../../functions/src/auth/api-key-store.firestore.ts'
import { randomSecret } from '../../../functions/src/auth/api-key-secret.random.ts'
import { firestoreAudit } from '../../../functions/src/audit/audit-store.firestore.ts'
import type { ApiKeyRouteNeeds } from '../../../functions/src/auth/api-keys.http.ts'
import { createAuditRecorder } from '../../../functions/src/audit/record-audit-action.ts'
import { randomIds } from '../../../functions/src/kernel/ids.random.ts'
import { readStackFile } from '../../../packages/local-stack/src/stack-file.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { CommandError } from '../terminal/command-error.ts'

const HOST = 'FIRESTORE_EMULATOR_HOST'

/**
 * Works on the database of an installation with the credentials of its deployer, so the first key needs no other
 * key. The local stack and FIRESTORE_EMULATOR_HOST need no credentials.
 * @throws CommandError when there are no credentials, or they are not enough
 */
export async function onKeys<T>(
  { project, isLocal }: Deployment,
  portOffset: number,
  work: (needs: ApiKeyRouteNeeds) => Promise<T>,
): Promise<T> {
  if (isLocal) process.env[HOST] ??= readStackFile(portOffset)?.firestoreHost ?? ''
  // An emulator checks no credentials, so the client must not search for any.
  if (process.env[HOST] !== undefined) process.env['METADATA_SERVER_DETECTION'] ??= 'none'
  const app = initializeApp({
    projectId: project,
    ...(process.env[HOST] === undefined && { credential: applicationDefault() }),
  })
  try {
    const db = getFirestore(app)
    const [ids, clock] = [randomIds, { now: () => new Date() }]
    const keys = firestoreApiKeys(db)
    return await work({
      keys,
      recordAuditAction: createAuditRecorder({ audit: firestoreAudit(db), ids, clock }),
      newSecret: randomSecret,
      // The user at the command line is no key.
      defaultRequests: 0,
      async unknownSessions(asked) {
        const found = await Promise.all(
          asked.map(async (id) => (await db.doc(`sessions/${id}`).get()).exists),
        )
        return asked.filter((_, i) => found[i] !== true)
      },
      // Nothing is cached here; the API's instances notice within 30 seconds.
      invalidateKey: () => undefined,
      ids,
      clock,
    })
  } catch (error) {
    throw understood(error)
  } finally {
    await deleteApp(app)
  }
}

const PERMISSION_DENIED = 7
const UNAUTHENTICATED = 16

/** Turns an error of the database into one that says what to do. */
function understood(error: unknown): unknown {
  // A failed audit entry is a WaypostError; its cause is the error of the database.
  const said = isWaypostError(error) && error.cause !== undefined ? error.cause : error
  const { code, message = '' } = said as { code?: unknown; message?: string }
  if (/default credentials/i.test(message) || code === UNAUTHENTICATED)
    return new CommandError(
      'There are no credentials for this project. Run "gcloud auth application-default login", or name a service account in GOOGLE_APPLICATION_CREDENTIALS.',
      { cause: error },
    )
  if (code === PERMISSION_DENIED)
    return new CommandError(
      'These credentials may not touch the database: they need the role "Cloud Datastore User".',
      { cause: error },
    )
  return error
}

import { startEmbeddedFirestore } from '@waypost/embedded-firestore'
import { join } from 'node:path'
import { buildDeployable } from '../../functions/test/support/deployable.ts'
import { APP_SECRET } from '../bodies.ts'
import type { Deployed } from './instance.ts'

/** What instances run in: a database, the functions as they are deployed, and what they are compared with. */
export interface BenchEnvironment {
  readonly webhook: Deployed
  readonly empty: Deployed
  readonly emptyOnRequest: Deployed
  readonly adminSet: Deployed
  /** `host:port` of the database. */
  readonly firestoreHost: string
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

const baseline = (file: string, name: string): Deployed => ({
  entry: join(import.meta.dirname, '../baselines', file),
  name,
})

export async function createBenchEnvironment(): Promise<BenchEnvironment> {
  const indexFile = join(import.meta.dirname, '../../firestore.indexes.json')
  const [deployable, firestore] = await Promise.all([
    buildDeployable(),
    startEmbeddedFirestore({ port: 0, indexFile }),
  ])
  return {
    webhook: { entry: deployable.entry, name: 'whatsappWebhook' },
    empty: baseline('empty.mjs', 'empty'),
    emptyOnRequest: baseline('empty-on-request.mjs', 'empty'),
    adminSet: baseline('admin-set.mjs', 'adminSet'),
    firestoreHost: firestore.host,
    environment: {
      FIREBASE_CONFIG: JSON.stringify({ projectId: 'demo-waypost' }),
      FIRESTORE_EMULATOR_HOST: firestore.host,
      METADATA_SERVER_DETECTION: 'none',
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: 'verify',
      RAW_RETENTION: 'unread',
    },
    async close() {
      await firestore.close()
      deployable.remove()
    },
  }
}

import { startEmbeddedFirestore } from '@waypost/embedded-firestore'
import { resolve } from 'node:path'

/** The embedded Firestore with the deployed indexes: it refuses the queries that production refuses. */
export const startFirestore = () =>
  startEmbeddedFirestore({
    port: 0,
    indexFile: resolve(import.meta.dirname, '../../../firestore.indexes.json'),
  })

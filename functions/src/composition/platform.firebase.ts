import { initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import { getFunctions } from 'firebase-admin/functions'
import { params } from '../config.ts'
import { systemClock, systemSleep } from '../kernel/clock.system.ts'
import { randomIds } from '../kernel/ids.random.ts'
import { cloudLog } from '../kernel/log.firebase.ts'
import { once } from '../kernel/once.ts'
import { systemRandom } from '../kernel/random.system.ts'
import { cloudTasks } from '../kernel/task-queue.firebase.ts'
import { intakeDatabase } from './intake-database.system.ts'
import type { Platform } from './platform.ts'
import { readSettings } from './settings.ts'

let created: Platform | undefined

/** The platform of a deployment; one per process. Call inside a request: it reads parameters. */
export const firebasePlatform = (): Platform => (created ??= createFirebasePlatform())

function createFirebasePlatform(): Platform {
  const app = initializeApp()
  const db = getFirestore(app)
  db.settings({ ignoreUndefinedProperties: true })
  return {
    settings: readSettings(),
    db,
    intakeDatabase: intakeDatabase(),
    clock: systemClock,
    sleep: systemSleep,
    random: systemRandom,
    ids: randomIds,
    log: cloudLog,
    tasks: cloudTasks(getFunctions(app), params.region.value()),
    userPhone: async (uid) => (await import('../auth/user-phone.firebase.ts')).firebaseUserPhone(app)(uid),
    currentUser: async (uid) =>
      (await import('../auth/current-user.firebase.ts')).firebaseCurrentUser(app)(uid),
    blobStore: once(async () => {
      const folder = params.mediaFolder.value()
      if (folder !== '') return (await import('../media/blob-store-folder.system.ts')).folderBlobStore(folder)
      const [{ bucketBlobStore }, { getStorage }] = await Promise.all([
        import('../media/blob-store-bucket.firebase.ts'),
        import('firebase-admin/storage'),
      ])
      return bucketBlobStore(getStorage(app), params.mediaBucket.value())
    }),
    intercept: {},
  }
}

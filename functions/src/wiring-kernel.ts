import { params } from './config.ts'
import { once } from './kernel/once.ts'

/** Sessions and keys change rarely; a change is seen everywhere within this time. */
export const CACHE_SECONDS = 30

export const firestore = once(async () => {
  const [{ getFirestore }, app] = await Promise.all([import('firebase-admin/firestore'), adminApp()])
  const db = getFirestore(app)
  db.settings({ ignoreUndefinedProperties: true })
  return db
})

export const adminApp = once(async () => (await import('firebase-admin/app')).initializeApp())

/** Clock, chance, ids, log, tasks and alerts. */
export const kernelServices = once(async () => {
  const [
    { systemClock },
    { systemRandom },
    { randomIds },
    { cloudLog },
    { cloudTasks },
    { firestoreAlerts },
    { getFunctions },
    app,
    db,
  ] = await Promise.all([
    import('./kernel/clock.system.ts'),
    import('./kernel/random.system.ts'),
    import('./kernel/ids.random.ts'),
    import('./kernel/log.firebase.ts'),
    import('./kernel/task-queue.firebase.ts'),
    import('./kernel/alert.firestore.ts'),
    import('firebase-admin/functions'),
    adminApp(),
    firestore(),
  ])
  return {
    clock: systemClock,
    random: systemRandom,
    ids: randomIds,
    log: cloudLog,
    tasks: cloudTasks(getFunctions(app), params.region.value()),
    alert: firestoreAlerts(db, cloudLog),
  }
})

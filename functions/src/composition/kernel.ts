import { firestoreAlerts } from '../kernel/alert.firestore.ts'
import type { KernelServices } from '../kernel/kernel-services.ts'
import { setAsideUnreadable } from '../kernel/unreadable-documents.firestore.ts'
import { perPlatform } from './per-platform.ts'

export const kernelServices = perPlatform(
  ({ clock, random, ids, log, tasks, db, intercept }): KernelServices => ({
    clock,
    random,
    ids,
    log,
    tasks: intercept.tasks?.(tasks) ?? tasks,
    alert: firestoreAlerts(db, log),
  }),
)

/** What stores do with a document that cannot be parsed. */
export const setAsideServices = perPlatform((platform) => setAsideUnreadable(kernelServices(platform)))

import type { IntakeDatabase } from '../intake/batch-write.firestore.ts'

/** The Firestore that the intake writes to over REST; loads no client. */
export const intakeDatabase = (): IntakeDatabase => ({
  projectId: process.env['GCLOUD_PROJECT'] ?? '',
  emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
})

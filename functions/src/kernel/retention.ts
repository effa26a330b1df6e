import { after } from './clock.ts'

/** How many days documents are kept before Firestore's TTL deletes them. */
const RETENTION_DAYS = {
  alert: 90,
  /** After the end of the key. */
  apiKey: 365,
  audit: 365,
  /** After its last write. */
  conversation: 365,
  delivery: 30,
  event: 30,
  inboxItem: 30,
  message: 90,
  rawWebhook: 30,
  stats: 730,
  /** After its deletion at Meta. */
  deletedTemplate: 30,
  tokenWarning: 90,
} as const

/** When a document of this kind is deleted. */
export const purgeDate = (kind: keyof typeof RETENTION_DAYS, from: Date): Date =>
  after(from, RETENTION_DAYS[kind] * 86_400)

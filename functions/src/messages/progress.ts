/**
 * How far Meta says a message came, as one number that only grows: the attempt in front, the rank behind
 * (`attempt · 100 + rank`). Firestore raises it with its `maximum` transform, so statuses may arrive in
 * any order, twice, and from many instances at once.
 */
export const ranks = { sent: 20, delivered: 30, read: 40, played: 50 } as const
export type ProgressStatus = keyof typeof ranks

export const isProgressStatus = (status: unknown): status is ProgressStatus =>
  typeof status === 'string' && Object.hasOwn(ranks, status)

/** The furthest that statuses tell, of whatever attempt: their greatest rank, 0 for none. It only grows, like progress. */
export const reachedStatuses = (statuses: readonly { readonly status: string }[]): number =>
  Math.max(0, ...statuses.map(({ status }) => (isProgressStatus(status) ? ranks[status] : 0)))

export const encodeProgress = (attempt: number, status: ProgressStatus): number =>
  attempt * 100 + ranks[status]

import type { Ids } from '../kernel/ids.ts'

/** The id under which a request is found again: the caller's own, when it is sane, else a new one. */
export const requestIdOf = (given: string | undefined, ids: Ids): string =>
  given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : ids.next('req')

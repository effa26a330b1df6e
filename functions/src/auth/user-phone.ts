import type { E164 } from '../kernel/phone-number.ts'

/** The phone number that Firebase verified for a user; undefined: no such user, or none was verified. */
export type UserPhone = (uid: string) => Promise<E164 | undefined>

import { WaypostError } from '@waypost/contract'
import type { App } from 'firebase-admin/app'
import { getAuth, type Auth } from 'firebase-admin/auth'
import { errorCode } from '../kernel/error-code.ts'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import type { UserPhone } from './user-phone.ts'

/** Firebase's codes for an id without a user. */
const userNotFound: readonly unknown[] = ['auth/user-not-found', 'auth/invalid-uid']

/** Asks Firebase Auth for the number of a user. */
export const firebaseUserPhone = (app: App): UserPhone => userPhoneIn(getAuth(app))

export const userPhoneIn =
  (auth: Pick<Auth, 'getUser'>): UserPhone =>
  async (uid) => {
    try {
      const { phoneNumber, disabled } = await auth.getUser(uid)
      if (phoneNumber === undefined || disabled) return undefined
      const reading = parsePhoneNumber(phoneNumber)
      return reading.ok ? reading.number : undefined
    } catch (cause) {
      if (userNotFound.includes(errorCode(cause))) return undefined
      throw new WaypostError('UNAVAILABLE', {
        message: 'Firebase Auth could not be asked for the number of this user just now. Try again.',
        cause,
      })
    }
  }

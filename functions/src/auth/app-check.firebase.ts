import { WaypostError } from '@waypost/contract'
import type { AppCheck } from 'firebase-admin/app-check'

/**
 * Checks that a request comes from an app of this project (header `X-Firebase-AppCheck`), not from somebody's
 * script with a user's token. Throws `APP_CHECK_FAILED`.
 */
export const firebaseAppCheck =
  (appCheck: AppCheck) =>
  async (token: string | undefined): Promise<void> => {
    if (token === undefined) throw new WaypostError('APP_CHECK_FAILED')
    try {
      await appCheck.verifyToken(token)
    } catch (cause) {
      throw new WaypostError('APP_CHECK_FAILED', { cause })
    }
  }

import type { AppCheck } from 'firebase-admin/app-check'
import { expect, it } from 'vitest'
import { firebaseAppCheck } from './app-check.firebase.ts'

/** App Check of a project that gave out one token. */
const appCheck = {
  verifyToken: (token: string) =>
    token === 'of-our-app' ? Promise.resolve({ appId: 'app' }) : Promise.reject(new Error('not ours')),
} as unknown as AppCheck
const check = firebaseAppCheck(appCheck)

it('lets an app of this project in', async () => {
  await expect(check('of-our-app')).resolves.toBeUndefined()
})

it.each([[undefined], [''], ['of-another-app']])('keeps out who shows %j', async (token) => {
  await expect(check(token)).rejects.toMatchObject({ code: 'APP_CHECK_FAILED' })
})

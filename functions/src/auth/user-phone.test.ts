import { expect, it } from 'vitest'
import { userPhoneIn } from './user-phone.firebase.ts'

const user = (fields: object) => userPhoneIn({ getUser: async () => fields as never })
const failing = (code: string) =>
  userPhoneIn({ getUser: () => Promise.reject(Object.assign(new Error(code), { code })) })

it('knows the number that was verified for a user', async () => {
  expect(await user({ phoneNumber: '+972546800360', disabled: false })('u')).toBe('+972546800360')
})

it.each<[string, object]>([
  ['has no number', { disabled: false }],
  ['is disabled', { phoneNumber: '+972546800360', disabled: true }],
  ['has a number that cannot exist', { phoneNumber: '+1234', disabled: false }],
])('knows no number of a user who %s', async (_what, fields) => {
  expect(await user(fields)('u')).toBeUndefined()
})

it.each(['auth/user-not-found', 'auth/invalid-uid'])('finds no user for an id with %s', async (code) => {
  expect(await failing(code)('u')).toBeUndefined()
})

it('asks to try again when Firebase Auth does not answer', async () => {
  await expect(failing('auth/internal-error')('u')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

import { applicationDefault, initializeApp } from 'firebase-admin/app'
import { getAuth } from 'firebase-admin/auth'

/** `node docs/examples/grant-role.ts <email> <sender|operator|admin>`: what a person may do. */
const [email, role] = process.argv.slice(2)
if (email === undefined || role === undefined || !['sender', 'operator', 'admin'].includes(role))
  throw new Error('Say who and what: grant-role.ts <email> <sender|operator|admin>')

const auth = getAuth(initializeApp({ credential: applicationDefault() }))
const user = await auth.getUserByEmail(email)
await auth.setCustomUserClaims(user.uid, { ...user.customClaims, waypost: role })
process.stdout.write(`${email} is ${role} from the next getIdToken(true) or sign-in on.\n`)

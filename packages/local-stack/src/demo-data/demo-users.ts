/** Demo users that can sign in locally, one per role. */
import type { Login, StackFile } from '../stack-file.ts'

interface DemoUser extends Login {
  uid: string
  name: string
  /** Custom claim `waypost`. */
  role?: 'operator' | 'sender'
  /** Verified number, E.164. */
  phoneNumber?: string
}

const demoUsers: Record<keyof StackFile['users'], DemoUser> = {
  operator: {
    uid: 'demo-operator',
    name: 'Olivia Operator',
    email: 'operator@example.com',
    password: 'operator-demo',
    role: 'operator',
  },
  sender: {
    uid: 'demo-sender',
    name: 'Sam Sender',
    email: 'sender@example.com',
    password: 'sender-demo',
    role: 'sender',
  },
  plain: {
    uid: 'demo-plain',
    name: 'Pat Plain',
    email: 'plain@example.com',
    password: 'plain-demo',
    phoneNumber: '+972546800360',
  },
}

/** How the demo users sign in. */
export function demoLogins(): StackFile['users'] {
  const login = ({ email, password }: Login) => ({ email, password })
  return {
    operator: login(demoUsers.operator),
    sender: login(demoUsers.sender),
    plain: login(demoUsers.plain),
  }
}

/**
 * Creates the demo users in an empty auth emulator, with the calls that firebase-admin makes for `createUser` and
 * `setCustomUserClaims`. The emulator treats the token "owner" as an administrator.
 */
export async function createDemoUsers(authUrl: string, projectId: string): Promise<void> {
  const accounts = `${authUrl}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts`
  for (const { uid, name, email, password, role, phoneNumber } of Object.values(demoUsers)) {
    await post(accounts, {
      localId: uid,
      displayName: name,
      email,
      password,
      emailVerified: true,
      phoneNumber,
    })
    if (role)
      await post(`${accounts}:update`, { localId: uid, customAttributes: JSON.stringify({ waypost: role }) })
  }
}

async function post(url: string, body: object): Promise<void> {
  const headers = { authorization: 'Bearer owner', 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`The auth emulator refused a demo user: ${await response.text()}`)
}

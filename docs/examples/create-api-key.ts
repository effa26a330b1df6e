import { randomBytes } from 'node:crypto'
import { applicationDefault, initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import { firestoreApiKeys } from '../../functions/src/access/api-key-store.firestore.ts'
import { formatApiKey, hashOf } from '../../functions/src/access/api-key.ts'
import { scopes } from '../../functions/src/access/caller.ts'
import { randomIds } from '../../functions/src/kernel/ids.random.ts'

/** `node docs/examples/create-api-key.ts <owner> [scope…]`: a key for a server. Only its hash is stored. */
const [owner, ...asked] = process.argv.slice(2)
if (owner === undefined) throw new Error('Say whose key it is: create-api-key.ts <owner> [scope…]')
const unknown = asked.find((scope) => !scopes.some((known) => known === scope))
if (unknown !== undefined) throw new Error(`${unknown} is no scope: ${scopes.join(', ')}`)

const secret = formatApiKey('live', randomBytes(24))
const db = getFirestore(initializeApp({ credential: applicationDefault() }))
await firestoreApiKeys(db).add({
  id: randomIds.next('key'),
  hash: hashOf(secret),
  prefix: secret.slice(0, 'wp_live_'.length + 4),
  lastFour: secret.slice(-4),
  owner,
  name: `Key of ${owner}`,
  mode: 'live',
  scopes: asked.length > 0 ? scopes.filter((scope) => asked.includes(scope)) : ['send', 'read'],
  sessions: 'all',
  createdAt: new Date(),
})
process.stdout.write(`${secret}\nIt is shown this once: keep it where your server keeps its secrets.\n`)

import { Firestore } from '@google-cloud/firestore'
import { messageIdOf } from '../functions/test/support/meta-webhooks.ts'
import { statusBody } from './bodies.ts'
import { firstAnswer, startInstance, type Instance } from './framework/instance.ts'
import { createBenchEnvironment } from './framework/surroundings.ts'
import { pairedRounds, ratioOf, type Variant } from './paired-rounds.ts'
import type { Result } from './report.ts'

const POSTS = 200
const AT_ONCE = 4

/** Row 2: CPU of the instance that keeps one status, against one that does nothing and one that uses the Admin SDK. */
export async function intakeCpu(rounds: number): Promise<Result[]> {
  const { webhook, emptyOnRequest, adminSet, environment, firestoreHost, close } =
    await createBenchEnvironment()
  await addMessages(firestoreHost)
  const variants: Variant[] = []
  const instances: Instance[] = []
  for (const [name, deployed] of Object.entries({ webhook, emptyOnRequest, adminSet })) {
    const instance = await startInstance(deployed, environment)
    await firstAnswer(instance, statusBody({ number: 0 }))
    instances.push(instance)
    variants.push(posting(name, instance))
  }
  const costs = await pairedRounds(variants, rounds)
  await Promise.all(instances.map((instance) => instance.close()))
  await close()
  const what = 'one status kept, CPU / '
  return [
    {
      row: '2',
      what: `${what}an empty onRequest`,
      ratio: ratioOf(costs, 'webhook', 'emptyOnRequest'),
      goal: 2,
    },
    {
      row: '2',
      what: `${what}Admin SDK, blind set`,
      ratio: ratioOf(costs, 'webhook', 'adminSet'),
      goal: 0.5,
    },
  ]
}

async function addMessages(firestoreHost: string): Promise<void> {
  const [host = '', port = ''] = firestoreHost.split(':')
  const db = new Firestore({
    projectId: 'demo-waypost',
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const batch = db.batch()
  for (let i = 0; i < POSTS; i++)
    batch.create(db.doc(`messages/${messageIdOf(i)}`), { progress: 0, timeline: [] })
  await batch.commit()
  await db.terminate()
}

/** Posts one status of each message; every body is new to the instance. */
function posting(name: string, instance: Instance): Variant {
  let rounds = 1
  return {
    name,
    async round() {
      const attempt = (rounds++ % 99) + 1
      const bodies = Array.from({ length: POSTS }, (_, number) => statusBody({ number, attempt })).values()
      const before = await instance.cpu()
      const poster = async (): Promise<void> => {
        for (const body of bodies) await instance.post(body)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, poster))
      return ((await instance.cpu()) - before) / POSTS
    },
  }
}

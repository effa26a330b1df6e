import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import type { EngineRig } from './engine-rig.ts'

/** Stores a webhook of Meta and processes what it brought, as the functions do. */
export async function postToRig(rig: EngineRig, json: object): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(json))
  await receiveWebhook({ bytes, json }, { ...rig.intake, seen: recentBodyCache() })
  await rig.settleWebhooks()
}

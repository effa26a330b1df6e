import type { KernelServices } from '../kernel/kernel-services.ts'
import type { Caller, UserCaller } from '../http/caller.ts'
import { callerOf, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'

/**
 * Looks up what a caller of the past may do now; empty when the key has ended or the user is gone or disabled.
 * @param id `user:<uid>`, the id of a key, or the owner of keys: then every key of that owner
 */
export type CurrentCallers = (id: string) => Promise<readonly Caller[]>

export interface CurrentCallersNeeds extends Pick<KernelServices, 'clock'> {
  keys: Pick<ApiKeyStore, 'findById' | 'listByOwner'>
  /** The user with the role that Firebase Auth knows now; null when gone or disabled. */
  currentUser(uid: string): Promise<UserCaller | null>
}

export const currentCallers =
  ({ keys, currentUser, clock }: CurrentCallersNeeds): CurrentCallers =>
  async (id) => {
    if (id.startsWith('user:')) {
      const user = await currentUser(id.slice('user:'.length))
      return user ? [user] : []
    }
    const key = await latestOf(id, keys)
    const found = key ? [key] : await keys.listByOwner(id)
    return found.flatMap((one) => {
      const caller = callerOf(one, clock.now())
      return 'refused' in caller ? [] : [caller]
    })
  }

const MAX_ROTATIONS = 50

/** The key that holds the rights of `id` now: rotation passes them on, revocation ends them. */
async function latestOf(id: string, keys: CurrentCallersNeeds['keys']): Promise<ApiKey | null> {
  let key = await keys.findById(id)
  for (let i = 0; i < MAX_ROTATIONS && key?.rolledTo !== undefined && !key.revokedAt; i++)
    key = await keys.findById(key.rolledTo)
  return key
}

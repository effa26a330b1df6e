/** Callers of the access walk: every role, and keys of every scope, binding, mode and owner. */
import { scopes, type Scope } from '../../src/http/caller.ts'
import { storedApiKey } from '../support/api-rig.ts'
import type { EngineRig } from '../support/engine-rig.ts'

export interface WalkCaller {
  readonly name: string
  /** Undefined: no credentials. */
  readonly bearer?: string
  readonly kind: 'stranger' | 'user' | 'key'
  readonly owner: string
  readonly isOperator: boolean
  /** The sessions a key is bound to; undefined: none. */
  readonly bound?: readonly string[]
  readonly mode: 'live' | 'test'
}

const people = ['plain:ada', 'plain:eve', 'sender:ada', 'sender:eve', 'operator:olga', 'admin:anna']
const bindings: readonly (readonly string[] | undefined)[] = [undefined, ['ses_a'], ['ses_b']]
const everyScope = scopes.filter((scope) => scope !== 'admin')

export async function walkCallers(rig: EngineRig): Promise<WalkCaller[]> {
  const stranger = { kind: 'stranger', owner: '', isOperator: false, mode: 'live' } as const
  const revoked = await storedApiKey(rig, { revokedAt: rig.clock.now() })
  const key = async (
    owner: string,
    own: readonly Scope[],
    bound?: readonly string[],
    mode = 'live' as 'live' | 'test',
  ) => ({
    name: `key of ${owner}, ${own.length > 1 ? 'all but admin' : own.join()}, ${bound?.join() ?? 'unbound'}, ${mode}`,
    bearer: await storedApiKey(rig, { owner, scopes: own, sessions: bound ?? 'all', mode }),
    kind: 'key' as const,
    owner,
    isOperator: own.includes('admin'),
    ...(bound && { bound }),
    mode,
  })
  const keys = [
    ...scopes.map((scope) => key('acme', [scope], ['ses_b'])),
    ...['acme', 'globex'].flatMap((owner) =>
      [everyScope, ['admin'] as const].flatMap((own) =>
        bindings.flatMap((bound) => (['live', 'test'] as const).map((mode) => key(owner, own, bound, mode))),
      ),
    ),
  ]
  return [
    { ...stranger, name: 'stranger without rights' },
    { ...stranger, name: 'garbage', bearer: 'garbage' },
    { ...stranger, name: 'revoked key', bearer: revoked },
    ...people.map((bearer): WalkCaller => {
      const [role = '', uid = ''] = bearer.split(':')
      const isOperator = role === 'operator' || role === 'admin'
      return { name: bearer, bearer, kind: 'user', owner: `user:${uid}`, isOperator, mode: 'live' }
    }),
    ...(await Promise.all(keys)),
  ]
}

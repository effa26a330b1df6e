import { CreateKeyRequest, isWaypostError, parseRequest, type KeyView } from '@waypost/contract'
import { userInfo } from 'node:os'
import { createApiKey } from '../../../functions/src/auth/create-api-key.ts'
import type { AuditOrigin } from '../../../functions/src/audit/audit-action.ts'
import { revokeApiKey } from '../../../functions/src/auth/retire-api-key.ts'
import { apiKeyView, createdApiKeyAnswer } from '../../../functions/src/auth/api-key-view.ts'
import type { ApiKeyRouteNeeds } from '../../../functions/src/auth/api-keys.http.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { onKeys } from './key-database.ts'

export interface KeysOptions {
  readonly deployment: Deployment
  readonly portOffset: number
  readonly json: boolean
  readonly terminal: Terminal
}

/** Creates a key. Only its secret goes to stdout, so that it can be piped to a secret store. */
export async function runCreateKey(
  request: object,
  { json, terminal, ...where }: KeysOptions,
): Promise<void> {
  const made = await work(where, async (needs) =>
    createdApiKeyAnswer(
      await createApiKey(parseRequest(CreateKeyRequest, request), commandLineOrigin(needs), needs),
      needs.clock.now(),
    ),
  )
  if (json) return void terminal.answer(JSON.stringify(made, null, 2))
  terminal.answer(made.secret)
  terminal.say(`${made.id} of ${made.owner}: ${made.scopes.join(', ')}. It is shown only once: store it now.`)
}

/** Lists all keys, the newest first. */
export async function runListKeys({ json, terminal, ...where }: KeysOptions): Promise<void> {
  const keys = await work(where, async ({ keys, clock }) => {
    const all: KeyView[] = []
    for (;;) {
      const last = all.at(-1)?.id
      const page = await keys.list({ ...(last !== undefined && { after: last }), limit: PAGE })
      all.push(...page.map((key) => apiKeyView(key, clock.now())))
      if (page.length < PAGE) return all
    }
  })
  if (json) return void terminal.answer(JSON.stringify(keys, null, 2))
  for (const key of keys) terminal.answer(lineOf(key))
  if (keys.length === 0) terminal.say('There are no keys.')
}

/** Revokes a key: effective everywhere within a minute. */
export async function runRevokeKey(id: string, { json, terminal, ...where }: KeysOptions): Promise<void> {
  const key = await work(where, async (needs) =>
    apiKeyView(await revokeApiKey(id, commandLineOrigin(needs), needs), needs.clock.now()),
  )
  terminal.answer(json ? JSON.stringify(key, null, 2) : lineOf(key))
}

const PAGE = 100

const lineOf = ({ id, state, prefix, lastFour, owner, scopes, uses, lastUsedAt, name }: KeyView): string =>
  [
    id,
    state.padEnd(7),
    `${prefix}…${lastFour}`,
    owner,
    scopes.join(','),
    `${String(uses)} ${uses === 1 ? 'use' : 'uses'}, last ${lastUsedAt ?? 'never'}`,
    name,
  ].join('  ')

/** The person at this command line, as the audit log names them. */
const commandLineOrigin = ({ ids }: ApiKeyRouteNeeds): AuditOrigin => ({
  caller: { kind: 'user', uid: `cli:${userInfo().username}`, role: 'admin' },
  requestId: ids.next('req'),
  ip: '',
})

async function work<T>(
  { deployment, portOffset }: Pick<KeysOptions, 'deployment' | 'portOffset'>,
  task: (needs: ApiKeyRouteNeeds) => Promise<T>,
): Promise<T> {
  try {
    return await onKeys(deployment, portOffset, task)
  } catch (error) {
    if (!isWaypostError(error)) throw error
    // The hint for a wrong request speaks of its JSON body: here it was written as options.
    const wrong = error.code === 'INVALID_REQUEST'
    throw new CommandError(wrong ? error.message : `${error.message} ${error.hint}`, {
      exitCode: wrong ? 2 : 1,
      cause: error,
    })
  }
}

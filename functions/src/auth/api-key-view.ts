import type { KeyView, NewKeyAnswer } from '@waypost/contract'
import { stateOfKey, type ApiKey } from './api-key.ts'
import type { CreatedApiKey } from './create-api-key.ts'

/** A key as it is shown: neither its secret nor the hash of it. */
export const apiKeyView = (key: ApiKey, now: Date): KeyView => {
  const { hash: _hash, createdAt, expiresAt, revokedAt, lastUsedAt, uses = 0, ...shown } = key
  return {
    ...shown,
    scopes: [...key.scopes],
    sessions: key.sessions === 'all' ? 'all' : [...key.sessions],
    state: stateOfKey(key, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    uses,
  }
}

/** The one answer with the secret in it. */
export const createdApiKeyAnswer = ({ key, secret }: CreatedApiKey, now: Date): NewKeyAnswer => ({
  ...apiKeyView(key, now),
  secret,
})

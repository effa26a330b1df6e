import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import { callerOf, hashOf, isWellFormed, type ApiKey } from './api-key.ts'
import type { Caller } from '../http/caller.ts'
import type { VerifyIdToken } from './id-token.ts'

export interface AuthenticateNeeds extends Pick<KernelServices, 'clock'> {
  verifyIdToken: VerifyIdToken
  findApiKey(hash: string): Promise<ApiKey | null>
  /** Counts a use of a key. */
  countUse(hash: string): Promise<void>
}

/**
 * Who calls, from the `Authorization` header: `Bearer` and an API key (`wp_…`) or a Firebase ID token.
 * @throws WaypostError `UNAUTHORIZED`, saying what is wrong with the credentials and what to send
 */
export async function authenticate(
  authorization: string | undefined,
  needs: AuthenticateNeeds,
): Promise<Caller> {
  if (authorization === undefined || authorization === '')
    throw refused('Send "Authorization: Bearer …" with a Firebase ID token or an API key.')
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
  if (token === undefined)
    throw refused(
      'The Authorization header must be "Bearer", a space, and a Firebase ID token or an API key.',
    )
  return token.startsWith('wp_') ? keyCaller(token, needs) : (await needs.verifyIdToken(token)).caller
}

async function keyCaller(secret: string, needs: AuthenticateNeeds): Promise<Caller> {
  if (!isWellFormed(secret))
    throw refused('This API key is mistyped or cut short: its checksum does not fit. Copy it again.')
  const key = await needs.findApiKey(hashOf(secret))
  if (!key) throw refused('This API key is unknown here. Was it made for another project, or deleted?')
  const caller = callerOf(key, needs.clock.now())
  if ('refused' in caller) throw refused(`${caller.refused} Ask an operator for a new one.`)
  await needs.countUse(key.hash)
  return caller
}

const refused = (message: string): WaypostError => new WaypostError('UNAUTHORIZED', { message })

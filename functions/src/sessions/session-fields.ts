import { invalidField, WaypostError, type ChangeSessionRequest } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { reachesInstallation } from '../http/caller-reach.ts'
import type { Session } from './session.ts'

/** What a request changes of a session itself. */
export type SessionFields = Omit<ChangeSessionRequest, 'webhookUrl' | 'enableWebhook' | 'events'>

/** A session with what is named changed. */
export const withFields = (
  { tokenSecret, ...session }: Session,
  { tokenSecret: newSecret = tokenSecret, ...fields }: SessionFields,
): Session => ({
  ...session,
  ...fields,
  ...(newSecret !== null && newSecret !== undefined && { tokenSecret: newSecret }),
})

/** Fields that owners may change; all others decide whose number is used. */
const ownFields = ['name', 'automation']

/** @throws WaypostError `FORBIDDEN` */
export function checkMayChange(fields: SessionFields, caller: Caller): void {
  const beyond = Object.keys(fields).find((field) => !ownFields.includes(field))
  if (beyond !== undefined && !reachesInstallation(caller))
    throw new WaypostError('FORBIDDEN', {
      message: `Only operators, and keys with the scope "admin" that are bound to no session, may change ${beyond} of a session.`,
    })
}

/** @throws WaypostError `INVALID_REQUEST` for a secret that is not bound to the functions */
export function checkSecret(name: string | undefined, tokenSecrets: readonly string[]): void {
  if (name === undefined || tokenSecrets.includes(name)) return
  throw invalidField(
    '/tokenSecret',
    'is not bound to the functions: name it in WHATSAPP_TOKEN_SECRETS, store its value and deploy',
  )
}

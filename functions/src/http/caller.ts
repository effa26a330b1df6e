import { keyScopes } from '@waypost/contract'
import type { E164 } from '../kernel/phone-number.ts'

/** Who makes a request: a person signed in with Firebase, or a server with an API key. */
export type Caller = UserCaller | KeyCaller

/** What a person may do, from the custom claim `waypost`; `plain` is a signed-in user without it. */
export type Role = 'plain' | 'sender' | 'operator' | 'admin'

export interface UserCaller {
  readonly kind: 'user'
  readonly uid: string
  readonly role: Role
  /** The number Firebase verified for this person, when there is one. */
  readonly phoneNumber?: E164
}

export interface KeyCaller {
  readonly kind: 'key'
  readonly keyId: string
  /** The key's owner; also owns what the key creates. */
  readonly owner: string
  readonly scopes: readonly Scope[]
  /** The sessions it is bound to; `all` means all of its owner's. */
  readonly sessions: 'all' | readonly string[]
  readonly mode: 'live' | 'test'
  /** Its own limits, instead of the installation's. */
  readonly limits?: KeyLimits
  /** When the key ends. */
  readonly expiresAt?: Date
}

/** How much one API key may do. */
export interface KeyLimits {
  readonly requestsPer15Minutes?: number
}

export const scopes = keyScopes
export type Scope = (typeof scopes)[number]

/** The owner of a caller's messages. */
export const ownerOf = (caller: Caller): string =>
  caller.kind === 'user' ? `user:${caller.uid}` : caller.owner

/** The id of the caller itself: `user:<uid>`, or the id of the key. */
export const callerId = (caller: Caller): string =>
  caller.kind === 'user' ? `user:${caller.uid}` : caller.keyId

/** Operators, and keys with the scope `admin`, may read and change everything. */
export const isOperator = (caller: Caller): boolean =>
  caller.kind === 'user'
    ? caller.role === 'operator' || caller.role === 'admin'
    : caller.scopes.includes('admin')

/** A GET that sends requires a key with this very scope: not a user, nor a key with `admin`. */
const explicitOnlyScopes: readonly Scope[] = ['send:get']

/** Whether this access is for API keys only. */
export const requiresApiKey = (access: Scope | 'public'): boolean =>
  explicitOnlyScopes.some((scope) => scope === access)

/** Whether the caller has the scope. Users are not restricted by scopes. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  if (explicitOnlyScopes.includes(scope)) return caller.kind === 'key' && caller.scopes.includes(scope)
  return caller.kind === 'user' || caller.scopes.includes(scope) || caller.scopes.includes('admin')
}

/** Whether the caller may read Meta's error details: operators and API keys. */
export const canSeeMetaErrors = (caller: Caller): boolean => caller.kind === 'key' || isOperator(caller)

/** Whether the caller's messages reach Meta. */
export const modeOf = (caller: Caller): 'live' | 'test' => (caller.kind === 'key' ? caller.mode : 'live')

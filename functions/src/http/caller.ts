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
  /** Whose key this is; what it makes belongs to them. */
  readonly owner: string
  readonly scopes: readonly Scope[]
  /** The sessions it is bound to; `all` means all of its owner's. */
  readonly sessions: 'all' | readonly string[]
  readonly mode: 'live' | 'test'
  /** Limits of its own, in the place of the installation's. */
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

/** The word under which a caller's messages are kept. */
export const ownerOf = (caller: Caller): string =>
  caller.kind === 'user' ? `user:${caller.uid}` : caller.owner

/** The id of the caller itself: `user:<uid>`, or the id of the key. */
export const callerId = (caller: Caller): string =>
  caller.kind === 'user' ? `user:${caller.uid}` : caller.keyId

/** Operators, and keys with the scope `admin`, see and steer everything. */
export const isOperator = (caller: Caller): boolean =>
  caller.kind === 'user'
    ? caller.role === 'operator' || caller.role === 'admin'
    : caller.scopes.includes('admin')

/** What a mere link would do is for keys that name the scope: not for people, nor for `admin` at large. */
const explicitOnlyScopes: readonly Scope[] = ['send:get']

/** Whether no person may ever call what needs this. */
export const requiresApiKey = (access: Scope | 'public'): boolean =>
  explicitOnlyScopes.some((scope) => scope === access)

/** Whether the caller may do what the scope stands for; people are not narrowed by scopes. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  if (explicitOnlyScopes.includes(scope)) return caller.kind === 'key' && caller.scopes.includes(scope)
  return caller.kind === 'user' || caller.scopes.includes(scope) || caller.scopes.includes('admin')
}

/** Meta's own words are for those who run the sender: operators and servers, not for every signed-in user. */
export const canSeeMetaErrors = (caller: Caller): boolean => caller.kind === 'key' || isOperator(caller)

/** Whether the caller's messages reach Meta. */
export const modeOf = (caller: Caller): 'live' | 'test' => (caller.kind === 'key' ? caller.mode : 'live')

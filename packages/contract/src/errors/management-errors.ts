import type { ErrorDefinition } from './error-definition.ts'

/** Why keys and sessions cannot be managed as asked. */
export const managementErrors = {
  KEY_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such API key.',
    hint: 'Check the id (`key_…`): it is not the secret. `GET /v1/keys` lists them.',
  },
  KEY_ENDED: {
    status: 409,
    retry: 'never',
    title: 'This API key has ended, or has a successor already.',
    hint: 'Only a key that still counts and was not rolled before can be rolled. Make a new one.',
  },
  SESSION_EXISTS: {
    status: 409,
    retry: 'never',
    title: 'There is a session for this phone number already.',
    hint: 'Use that session, or change it: what comes in for a number belongs to one session.',
  },
  SESSION_IN_USE: {
    status: 409,
    retry: 'after-fix',
    title: 'The session is still in use.',
    hint: 'Wait for its messages or cancel them, and make another session the default, before it is deleted.',
  },
} as const satisfies Record<string, ErrorDefinition>

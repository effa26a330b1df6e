import type { ErrorDefinition } from './error-definition.ts'

/** Refusals of changes to API keys and sessions. */
export const managementErrors = {
  KEY_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'API key not found.',
    hint: 'Check the id (`key_…`); it differs from the secret. `GET /v1/keys` lists the keys.',
  },
  KEY_ENDED: {
    status: 409,
    retry: 'never',
    title: 'This API key has expired, was revoked, or was rotated already.',
    hint: 'Only an active key that was not rotated before can be rotated. Create a new key.',
  },
  SESSION_EXISTS: {
    status: 409,
    retry: 'never',
    title: 'A session for this phone number exists already.',
    hint: 'Use or change that session: inbound messages of a number belong to one session.',
  },
  SESSION_IN_USE: {
    status: 409,
    retry: 'after-fix',
    title: 'The session is still in use.',
    hint: 'Wait for its messages or cancel them, and make another session the default. Then delete it.',
  },
} as const satisfies Record<string, ErrorDefinition>

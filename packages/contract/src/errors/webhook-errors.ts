import type { ErrorDefinition } from './error-definition.ts'

/** Refusals about endpoints and what is delivered to them. */
export const webhookErrors = {
  ENDPOINT_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such endpoint.',
    hint: 'Check the id; GET /v1/endpoints lists yours.',
  },
  ENDPOINT_URL_FORBIDDEN: {
    status: 400,
    retry: 'never',
    title: 'Events cannot be posted to this address.',
    hint: 'Give an https address that is reachable from the public internet.',
  },
  ENDPOINT_LIMIT: {
    status: 409,
    retry: 'never',
    title: 'There are as many endpoints as there may be.',
    hint: 'Delete one that is not needed any more; one endpoint can hear of many types of events.',
  },
  ENDPOINT_DISABLED: {
    status: 409,
    retry: 'after-fix',
    title: 'The endpoint is disabled.',
    hint: 'Enable it with PUT /v1/endpoints/{id} and {"enabled": true}, then ask again.',
  },
  DELIVERY_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such delivery.',
    hint: 'Check the id. Deliveries are kept for 30 days.',
  },
} as const satisfies Record<string, ErrorDefinition>

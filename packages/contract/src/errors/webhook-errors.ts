import type { ErrorDefinition } from './error-definition.ts'

/** Refusals about endpoints and deliveries. */
export const webhookErrors = {
  ENDPOINT_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'Endpoint not found.',
    hint: 'Check the id; GET /v1/endpoints lists yours.',
  },
  ENDPOINT_URL_FORBIDDEN: {
    status: 400,
    retry: 'never',
    title: 'Events cannot be posted to this URL.',
    hint: 'Use an https URL that is reachable from the public internet.',
  },
  ENDPOINT_LIMIT: {
    status: 409,
    retry: 'never',
    title: 'Endpoint limit reached.',
    hint: 'Delete an endpoint you no longer need. One endpoint can receive many event types.',
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
    title: 'Delivery not found.',
    hint: 'Check the id. Deliveries are stored for 30 days.',
  },
} as const satisfies Record<string, ErrorDefinition>

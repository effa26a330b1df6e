/** The operations by subject. A new operation of the API is one entry here. */
import { action, list, operation, type Requester } from './routes.ts'

export const sessions = (client: Requester) => ({
  /** Lists sessions. */
  list: list(client, 'GET /v1/sessions'),
  /** Creates a session. */
  create: operation(client, 'POST /v1/sessions'),
  /** Gets a session. */
  get: action(client, 'GET /v1/sessions/{id}'),
  /** Updates a session or its webhook. */
  update: operation(client, 'PUT /v1/sessions/{id}'),
  /** Deletes a session. */
  delete: action(client, 'DELETE /v1/sessions/{id}'),
  /** Puts a session on hold. */
  hold: operation(client, 'POST /v1/sessions/{id}/hold'),
  /** Resumes a session. */
  resume: action(client, 'POST /v1/sessions/{id}/resume'),
  /** Gets the health of a session. */
  health: action(client, 'GET /v1/sessions/{id}/health'),
  /** Rotates the webhook secret of a session. */
  rotateWebhookSecret: operation(client, 'POST /v1/sessions/{id}/webhook-secret'),
})

export const contacts = (client: Requester) => ({
  /** Gets the consent of a contact. */
  getConsent: operation(client, 'GET /v1/contacts/{id}/consent'),
  /** Sets the consent of a contact. */
  setConsent: operation(client, 'PUT /v1/contacts/{id}/consent'),
  /** Deletes the consent of a contact. */
  deleteConsent: operation(client, 'DELETE /v1/contacts/{id}/consent'),
  /** Erases the data of a contact. */
  erase: operation(client, 'DELETE /v1/contacts/{id}/data'),
})

export const templates = (client: Requester) => ({
  /** Lists templates. */
  list: list(client, 'GET /v1/templates'),
  /** Syncs templates from Meta. */
  sync: operation(client, 'POST /v1/templates/sync'),
  /** Previews a template with its values. */
  preview: operation(client, 'POST /v1/templates/{name}/preview'),
})

export const rawWebhooks = (client: Requester) => ({
  /** Lists quarantined webhooks of Meta. */
  list: list(client, 'GET /v1/raw-webhooks'),
  /** Gets a webhook of Meta. */
  get: action(client, 'GET /v1/raw-webhooks/{id}'),
  /** Reprocesses a webhook of Meta. */
  reprocess: action(client, 'POST /v1/raw-webhooks/{id}/reprocess'),
})

export const endpoints = (client: Requester) => ({
  /** Creates an endpoint for events. */
  create: operation(client, 'POST /v1/endpoints'),
  /** Lists endpoints. */
  list: list(client, 'GET /v1/endpoints'),
  /** Gets an endpoint. */
  get: action(client, 'GET /v1/endpoints/{id}'),
  /** Updates an endpoint. */
  update: operation(client, 'PUT /v1/endpoints/{id}'),
  /** Deletes an endpoint. */
  delete: action(client, 'DELETE /v1/endpoints/{id}'),
  /** Rotates the secret of an endpoint. */
  rotate: operation(client, 'POST /v1/endpoints/{id}/rotate'),
  /** Sends a test event to an endpoint. */
  test: action(client, 'POST /v1/endpoints/{id}/test'),
})

export const deliveries = (client: Requester) => ({
  /** Lists deliveries of events, newest first. */
  list: list(client, 'GET /v1/deliveries'),
  /** Gets a delivery with its attempts. */
  get: action(client, 'GET /v1/deliveries/{id}'),
  /** Resends a delivery. */
  resend: action(client, 'POST /v1/deliveries/{id}/resend'),
  /** Replays the deliveries of a time range. */
  replay: operation(client, 'POST /v1/deliveries/replay'),
})

export const keys = (client: Requester) => ({
  /** Creates an API key. Its secret is only in this answer. */
  create: operation(client, 'POST /v1/keys'),
  /** Lists API keys. */
  list: list(client, 'GET /v1/keys'),
  /** Gets an API key without its secret. */
  get: action(client, 'GET /v1/keys/{id}'),
  /** Rotates an API key. */
  roll: operation(client, 'POST /v1/keys/{id}/roll'),
  /** Revokes an API key. */
  revoke: action(client, 'POST /v1/keys/{id}/revoke'),
})

export const audit = (client: Requester) => ({
  /** Lists audit entries, newest first. */
  list: list(client, 'GET /v1/audit'),
})

export const settings = (client: Requester) => ({
  /** Gets the policy that says who may notify whom. */
  getNotifyPolicy: action(client, 'GET /v1/settings/notify-policy'),
  /** Sets the policy that says who may notify whom. */
  setNotifyPolicy: operation(client, 'PUT /v1/settings/notify-policy'),
})

export const health = (client: Requester) => ({
  /** Checks that the API is up. */
  get: action(client, 'GET /v1/health'),
  /** Gets detailed health. */
  details: action(client, 'GET /v1/health/details'),
})

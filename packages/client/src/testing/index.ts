/** Helpers for the tests of an app that uses Waypost. */
export {
  createTestClient,
  errorAnswer,
  FakeTransport,
  type FakeAnswer,
  type FakeRoute,
  type Scripted,
  type SentRequest,
} from './fake-transport.ts'
export { simulateWebhook, type SimulatedWebhook, type SimulateOptions } from './simulate-webhook.ts'

import { stack } from '../support/stack-api.ts'
import { failed, waiting, written } from './fixtures.ts'
import type { ValidCalls } from './variants.ts'

/** What is asked about messages and templates. */
export const messageCalls: ValidCalls = {
  readMessage: [async () => ({ path: { id: (await written()).wamid }, body: { typing: true } })],
  listMessages: [
    async () => ({ query: { limit: '5' } }),
    async () => ({ query: { session: stack.sessionId, template: 'hello_world' } }),
  ],
  getMessage: [
    async () => ({ path: { id: await waiting() } }),
    async () => ({ path: { id: await failed() } }),
  ],
  cancelMessage: [async () => ({ path: { id: await waiting() }, body: {} })],
  retryMessage: [
    async () => ({ path: { id: await failed() }, body: { dryRun: true } }),
    async () => ({ path: { id: await failed() }, body: {} }),
  ],
  retryMessages: [
    async () => ({ body: { filter: { template: 'no_such_template' } } }),
    async () => ({ body: { filter: { template: 'no_such_template' }, dryRun: false } }),
  ],
  listTemplates: [async () => ({ query: { limit: '5' } })],
  syncTemplates: [async () => ({ body: {} })],
  previewTemplate: [
    async () => ({
      path: { name: 'order_shipped' },
      body: {
        languageCode: 'en_US',
        templateParameters: [
          { type: 'text', text: '1042' },
          { type: 'text', text: 'Monday' },
        ],
      },
    }),
  ],
}

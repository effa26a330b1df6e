import { newApiKey } from '../support/database.ts'
import { hello, inTenMonths } from '../support/notify.ts'
import { number, written } from './fixtures.ts'
import type { ValidCalls } from './variants.ts'

/** Sends, in every form and with every kind of answer. */
export const sendingCalls: ValidCalls = {
  notify: [
    async () => ({ body: hello(number()) }),
    async () => ({ body: hello(number()), headers: { prefer: 'respond-async' } }),
    async () => ({ body: { ...hello(number()), sendAt: inTenMonths() } }),
    async () => ({ body: { ...hello(number()), dryRun: true } }),
  ],
  sendText: [async () => ({ body: { to: (await written()).to, text: 'It is on its way.' } })],
  sendTextByGet: [
    async () => ({
      query: { to: (await written()).to, text: 'It is on its way.' },
      as: await newApiKey({ scopes: ['send:get'] }),
    }),
  ],
  send: [async () => ({ body: { to: (await written()).to, type: 'text', text: 'It is on its way.' } })],
  sendBatch: [
    async () => ({
      body: { messages: [hello(number()), { ...hello(number()), dryRun: true }, { to: 'no-number' }] },
    }),
  ],
  uploadMedia: [async () => ({ body: 'Dear Ada', headers: { 'content-type': 'text/plain' } })],
}

import { expect, it } from 'vitest'
import { envelope, type WebhookUpdate } from './envelope.ts'

const status = (id: string, wabaId = '1'): WebhookUpdate => ({
  wabaId,
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: '9' },
    contacts: [{ wa_id: id }],
    statuses: [{ id }],
  },
})
const news: WebhookUpdate = { wabaId: '1', field: 'security', value: { event: 'PIN_CHANGED' } }

it('puts updates of one account into the changes of one entry', () => {
  expect(envelope([status('a'), status('b'), status('c', '2')], 'changes')).toMatchObject({
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [{ value: { statuses: [{ id: 'a' }] } }, { value: { statuses: [{ id: 'b' }] } }] },
      { id: '2', changes: [{ value: { statuses: [{ id: 'c' }] } }] },
    ],
  })
})

it('gives each update an entry of its own', () => {
  expect(envelope([status('a'), status('b')], 'entries')).toMatchObject({ entry: [{ id: '1' }, { id: '1' }] })
})

it('merges the items of one number into the lists of one value, and leaves other fields alone', () => {
  expect(envelope([status('a'), news, status('b')], 'merged')).toMatchObject({
    entry: [
      {
        changes: [
          {
            field: 'messages',
            value: { contacts: [{ wa_id: 'a' }, { wa_id: 'b' }], statuses: [{ id: 'a' }, { id: 'b' }] },
          },
          { field: 'security', value: { event: 'PIN_CHANGED' } },
        ],
      },
    ],
  })
})

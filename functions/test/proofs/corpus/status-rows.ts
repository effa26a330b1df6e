/** Statuses: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status */
import { metadata, type CorpusRow } from './corpus-row.ts'

const contacts = [{ profile: { name: 'Ada', username: 'ada' }, wa_id: '$digits', user_id: '$user' }]

const status = {
  id: '$wamid',
  timestamp: '$time',
  recipient_id: '$digits',
  recipient_user_id: '$user',
  recipient_parent_user_id: 'US.ENT.$digits',
  recipient_identity_key_hash: 'x',
  biz_opaque_callback_data: 'w1:$ours:1:',
  pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
}

const row = (name: string, item: object, more: object = { contacts }): CorpusRow => ({
  name: `status: ${name}`,
  field: 'messages',
  value: { messaging_product: 'whatsapp', metadata, ...more, statuses: [item] },
})

const conversation = { id: 'c', expiration_timestamp: '$time', origin: { type: 'utility' } }
const failed = (code: number) => ({
  ...status,
  status: 'failed',
  errors: [{ code, title: 'No', message: 'No', error_data: { details: 'No.' }, href: 'https://x.example' }],
})

export const statusRows: readonly CorpusRow[] = [
  ...['sent', 'delivered', 'read', 'played', 'deleted', 'warning', 'teleported'].map((word) =>
    row(word, { ...status, status: word }),
  ),
  row('sent with a conversation', { ...status, status: 'sent', conversation }),
  row('priced the old way', {
    ...status,
    status: 'sent',
    pricing: { billable: true, pricing_model: 'CBP', category: 'user_initiated' },
  }),
  row('of a free entry point', {
    ...status,
    status: 'delivered',
    pricing: { pricing_model: 'PMP', type: 'free_entry_point', category: 'authentication-international' },
  }),
  row('of a group', {
    ...status,
    status: 'read',
    recipient_id: 'Y2FwaV9ncm91cA',
    recipient_type: 'group',
    recipient_participant_id: '$digits',
  }),
  row('of a call', { ...status, id: 'wacid.$wamid', type: 'call', status: 'RINGING' }),
  row('an outbox document', { ...status, status: 'read', biz_opaque_callback_data: 'w1:$ours:1:o' }),
  ...[130429, 131026, 131047, 131049, 131050, 131053, 132015, 999_999].map((code) =>
    row(`failed with ${String(code)}`, failed(code), {}),
  ),
  row('of a message that is not ours', { ...status, status: 'read', biz_opaque_callback_data: 'order-7' }),
  row('of a message that is gone', {
    ...status,
    status: 'read',
    biz_opaque_callback_data: `w1:msg_${'9'.repeat(26)}:1:`,
  }),
]

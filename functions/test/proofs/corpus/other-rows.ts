/** News of people and apps: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference */
import { metadata, type CorpusRow } from './corpus-row.ts'
import { rows } from './news-rows.ts'

const person = { wa_id: '$digits', user_id: '$user' }
const own = { display_phone_number: '15550783881' }

export const otherRows: readonly CorpusRow[] = [
  ...rows(
    'user_preferences',
    ['stop', 'resume', 'signup'].map((value) => ({
      messaging_product: 'whatsapp',
      metadata,
      contacts: [{ profile: { name: 'Ada' }, ...person }],
      user_preferences: [
        {
          ...person,
          detail: 'd',
          category: 'marketing_messages',
          value,
          signup_id: 's',
          timestamp: 1772366400,
        },
      ],
    })),
  ),
  ...rows('user_id_update', [
    {
      messaging_product: 'whatsapp',
      metadata,
      contacts: [{ profile: { name: 'Ada' }, ...person }],
      user_id_update: [
        {
          wa_id: '$digits',
          detail: 'd',
          user_id: { previous: 'US.1$digits', current: '$user' },
          parent_user_id: { previous: 'US.ENT.1$digits', current: 'US.ENT.$digits' },
          timestamp: '$time',
        },
      ],
    },
  ]),
  ...rows(
    'business_username_updates',
    ['approved', 'deleted', 'reserved'].map((status) => ({ ...own, username: 'shop', status })),
  ),
  ...rows('flows', [{ event: 'FLOW_STATUS_CHANGE', message: 'm', flow_id: '1', new_status: 'PUBLISHED' }]),
  ...rows('history', [
    {
      messaging_product: 'whatsapp',
      metadata,
      history: [
        {
          metadata: { phase: 0, chunk_order: 1, progress: 55 },
          threads: [
            {
              id: '$digits',
              messages: [
                { from: '$digits', id: '$wamid', timestamp: '$time', type: 'text', text: { body: 'x' } },
              ],
            },
          ],
        },
      ],
    },
    { messaging_product: 'whatsapp', metadata, history: [{ errors: [{ code: 2593109 }] }] },
  ]),
  ...rows('smb_message_echoes', [
    {
      messaging_product: 'whatsapp',
      metadata,
      message_echoes: [
        {
          from: '15550783881',
          to: '$digits',
          to_user_id: '$user',
          id: '$wamid',
          timestamp: '$time',
          type: 'text',
          text: { body: 'x' },
        },
      ],
    },
  ]),
  ...rows('smb_app_state_sync', [
    {
      messaging_product: 'whatsapp',
      metadata,
      state_sync: [
        {
          type: 'contact',
          contact: { full_name: 'A', first_name: 'A', phone_number: '$digits' },
          action: 'add',
          metadata: { timestamp: '$time' },
        },
      ],
    },
  ]),
  ...rows('calls', [
    {
      messaging_product: 'whatsapp',
      metadata,
      calls: [{ id: 'wacid.1', event: 'connect', from: '$digits', to: '1' }],
    },
    {
      messaging_product: 'whatsapp',
      metadata,
      statuses: [{ id: 'wacid.1', type: 'call', status: 'RINGING' }],
    },
  ]),
  ...rows('automatic_events', [
    {
      automatic_events: [
        {
          id: 'x',
          event_name: 'Purchase',
          timestamp: 1,
          ctwa_clid: 'c',
          custom_data: { currency: 'ILS', value: 5 },
        },
      ],
    },
  ]),
  ...rows('payment_configuration_update', [
    {
      configuration_name: 'c',
      provider_name: 'p',
      provider_mid: 'm',
      status: 'Active',
      created_timestamp: 1,
      updated_timestamp: 2,
    },
  ]),
  ...[
    'group_lifecycle_update group_settings_update group_participants_update group_status_update',
    'partner_solutions message_echoes tracking_events standby hologram_update',
  ]
    .join(' ')
    .split(' ')
    .flatMap((field) => rows(field, [{ messaging_product: 'whatsapp', metadata, what: { ever: [1, '2'] } }])),
]

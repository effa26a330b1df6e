/** News of templates, numbers and accounts: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference */
import type { CorpusRow } from './corpus-row.ts'

const template = {
  message_template_id: 594425479261596,
  message_template_name: 'hello_world',
  message_template_language: 'en-US',
}
const own = { display_phone_number: '15550783881' }

export const rows = (field: string, values: readonly object[], stops?: true): CorpusRow[] =>
  values.map((value, i) => ({
    name: `${field} ${String((value as { event?: string }).event ?? i)}`,
    field,
    value,
    ...(stops && { stops }),
  }))

const templateEvents = [
  'APPROVED REJECTED PENDING PAUSED DISABLED IN_APPEAL FLAGGED LOCKED REINSTATED LIMIT_EXCEEDED ARCHIVED UNARCHIVED PENDING_DELETION DELETED',
]
  .join(' ')
  .split(' ')

const restricted = (restriction_type: string): object => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type, expiration: 4_102_444_800 }],
})

const quietAccountEvents = [
  'ACCOUNT_RECONNECTED',
  'PARTNER_APP_INSTALLED',
  'PARTNER_APP_UNINSTALLED',
  'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
  'MM_LITE_TERMS_SIGNED',
  'AD_ACCOUNT_LINKED',
  'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE',
  'VERIFIED_ACCOUNT',
  'HOLOGRAM_UPDATE',
].map((event) => ({ event }))

export const newsRows: readonly CorpusRow[] = [
  ...rows(
    'message_template_status_update',
    templateEvents.map((event) => ({
      event,
      ...template,
      reason: event === 'REJECTED' ? 'PROMOTIONAL' : null,
      message_template_category: 'UTILITY',
    })),
  ),
  ...rows('message_template_status_update', [
    { event: 'PAUSED', ...template, other_info: { title: 'FIRST_PAUSE', description: 'Low quality' } },
    { event: 'DISABLED', ...template, disable_info: { disable_date: '2026-03-01' } },
    { event: 'REJECTED', ...template, rejection_info: { reason: 'r', recommendation: 'c' } },
  ]),
  ...rows('message_template_quality_update', [
    { previous_quality_score: 'GREEN', new_quality_score: 'RED', ...template },
  ]),
  ...rows('message_template_components_update', [
    {
      ...template,
      message_template_element: 'Body',
      message_template_title: 'Head',
      message_template_footer: 'Foot',
      message_template_buttons: [
        {
          message_template_button_type: 'URL',
          message_template_button_text: 'Go',
          message_template_button_url: 'u',
        },
      ],
    },
  ]),
  ...rows('template_category_update', [
    {
      ...template,
      previous_category: 'UTILITY',
      new_category: 'MARKETING',
      correct_category: 'MARKETING',
      category_update_timestamp: '$time',
    },
  ]),
  ...rows(
    'phone_number_quality_update',
    ['ONBOARDING', 'THROUGHPUT_UPGRADE', 'FLAGGED', 'UNFLAGGED', 'UPGRADE', 'DOWNGRADE', 'HOLOGRAM'].map(
      (event) => ({
        ...own,
        event,
        current_limit: 'TIER_10K',
        old_limit: 'TIER_2K',
        max_daily_conversations_per_business: 'TIER_10K',
      }),
    ),
  ),
  ...rows(
    'phone_number_name_update',
    ['APPROVED', 'DEFERRED', 'PENDING', 'REJECTED'].map((decision) => ({
      ...own,
      decision,
      requested_verified_name: 'Shop',
      rejection_reason: 'NAME_FORMAT',
    })),
  ),
  ...rows(
    'account_update',
    [
      restricted('RESTRICTED_BIZ_INITIATED_MESSAGING'),
      restricted('RESTRICTED_CUSTOMER_INITIATED_MESSAGING'),
      restricted('RESTRICTED_ADD_PHONE_NUMBER_ACTION'),
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } },
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: 'March 1, 2026' } },
      { event: 'ACCOUNT_DELETED' },
    ],
    true,
  ),
  ...rows('account_update', [
    { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } },
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'x' } },
    { event: 'PARTNER_ADDED', waba_info: { waba_id: 1, owner_business_id: 2 } },
    {
      event: 'PARTNER_REMOVED',
      waba_info: { waba_id: 1 },
      disconnection_info: { reason: 'PRIMARY_INACTIVITY', initiated_by: 'META' },
    },
    { event: 'ACCOUNT_OFFBOARDED', disconnection_info: { reason: 'USER', initiated_by: 'USER' } },
    { event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE', country: 'IL' },
    {
      event: 'VOLUME_BASED_PRICING_TIER_UPDATE',
      volume_tier_info: {
        tier_update_time: 1,
        pricing_category: 'UTILITY',
        tier: '0:1000',
        region: 'Israel',
      },
    },
    ...quietAccountEvents,
  ]),
  ...rows(
    'account_alerts',
    ['CRITICAL', 'WARNING', 'INFORMATIONAL'].map((alert_severity) => ({
      entity_type: 'WABA',
      entity_id: 123456,
      alert_info: {
        alert_severity,
        alert_status: 'ACTIVE',
        alert_type: `OBA_${alert_severity}`,
        alert_description: 'Sample',
      },
    })),
  ),
  ...rows(
    'account_review_update',
    ['APPROVED', 'REJECTED', 'PENDING', 'DEFERRED'].map((decision) => ({ decision })),
  ),
  ...rows('business_capability_update', [
    { max_daily_conversations_per_business: 2000, max_phone_numbers_per_business: 25 },
    { max_daily_conversations_per_business: 'TIER_2K', max_phone_numbers_per_waba: '25' },
    { max_daily_conversation_per_phone: 1000, max_phone_numbers_per_business: 2 },
  ]),
  ...rows(
    'security',
    ['PIN_CHANGED', 'PIN_RESET_REQUEST', 'PIN_RESET_SUCCESS'].map((event) => ({
      ...own,
      event,
      requester: '61555822107539',
    })),
  ),
]

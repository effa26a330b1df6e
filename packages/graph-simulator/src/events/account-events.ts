/**
 * Account events (templates, numbers, account): an example value for each webhook field.
 * Shapes: developers.facebook.com/docs/whatsapp/webhooks/reference (one page per field)
 */
import { unixSeconds } from '../account/access-token.ts'
import { digitsOf } from '../account/phone-number.ts'
import { contactOf } from '../contacts/contact-book.ts'
import { contactEntry } from '../contacts/contact.ts'
import { newWamid } from '../ids.ts'
import type { Payload } from '../inbound/inbound-types.ts'
import type { SimulatorContext } from '../simulator-state.ts'

/** The business's own number as digits, and the person the example is about. */
interface EventContext {
  readonly own: string
  readonly contact: ReturnType<typeof contactOf>
  readonly phoneNumberId: string
  readonly now: number
}

type Example = (context: EventContext) => Payload

const template = {
  message_template_id: 594425479261500,
  message_template_name: 'hello_world',
  message_template_language: 'en-US',
}

const examples: Readonly<Record<string, Example>> = {
  message_template_status_update: () => ({
    event: 'APPROVED',
    ...template,
    reason: 'NONE',
    message_template_category: 'UTILITY',
  }),
  message_template_quality_update: () => ({
    previous_quality_score: 'GREEN',
    new_quality_score: 'YELLOW',
    ...template,
  }),
  message_template_components_update: () => ({
    ...template,
    message_template_element: 'The new body of the template.',
  }),
  template_category_update: () => ({ ...template, previous_category: 'UTILITY', new_category: 'MARKETING' }),
  phone_number_quality_update: ({ own }) => ({
    display_phone_number: own,
    event: 'THROUGHPUT_UPGRADE',
    max_daily_conversations_per_business: 'TIER_UNLIMITED',
  }),
  phone_number_name_update: ({ own }) => ({
    display_phone_number: own,
    decision: 'APPROVED',
    requested_verified_name: 'Waypost Demo',
    rejection_reason: 'NONE',
  }),
  account_update: ({ now }) => ({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: now + 86_400 }],
  }),
  account_alerts: ({ phoneNumberId }) => ({
    entity_type: 'PHONE_NUMBER',
    entity_id: phoneNumberId,
    alert_info: {
      alert_severity: 'CRITICAL',
      alert_status: 'ACTIVE',
      alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO',
      alert_description: 'Add information about your business.',
    },
  }),
  account_review_update: () => ({ decision: 'APPROVED' }),
  business_capability_update: () => ({
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_business: 20,
  }),
  security: ({ own }) => ({ display_phone_number: own, event: 'PIN_CHANGED', requester: '102290129340398' }),
  user_preferences: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    contacts: [contactEntry(contact, true)],
    user_preferences: [
      {
        wa_id: contact.waId,
        user_id: contact.userId,
        detail: 'User requested to stop marketing messages',
        category: 'marketing_messages',
        value: 'stop',
        timestamp: now,
      },
    ],
  }),
  user_id_update: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    contacts: [contactEntry(contact, true)],
    user_id_update: [
      {
        wa_id: contact.waId,
        detail: 'User id was regenerated',
        user_id: { previous: `${contact.userId.slice(0, 3)}11111111111111111111`, current: contact.userId },
        timestamp: String(now),
      },
    ],
  }),
  business_username_updates: ({ own }) => ({
    display_phone_number: own,
    username: 'waypost.demo',
    status: 'approved',
  }),
  flows: () => ({
    event: 'FLOW_STATUS_CHANGE',
    message: 'The flow was published.',
    flow_id: '1234567890',
    old_status: 'DRAFT',
    new_status: 'PUBLISHED',
  }),
  history: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    history: [
      {
        metadata: { phase: 0, chunk_order: 1, progress: 100 },
        threads: [
          {
            id: contact.waId,
            messages: [
              {
                from: contact.waId,
                id: newWamid(contact.waId),
                timestamp: String(now - 3600),
                type: 'text',
                text: { body: 'An older message' },
                history_context: { status: 'READ' },
              },
            ],
          },
        ],
      },
    ],
  }),
  smb_message_echoes: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    message_echoes: [
      {
        from: own,
        to: contact.waId,
        id: newWamid(contact.waId),
        timestamp: String(now),
        type: 'text',
        text: { body: 'Sent from the app' },
      },
    ],
  }),
  smb_app_state_sync: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    state_sync: [
      {
        type: 'contact',
        contact: { full_name: contact.name, first_name: contact.name, phone_number: contact.waId },
        action: 'add',
        metadata: { timestamp: String(now) },
      },
    ],
  }),
  calls: ({ contact, now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    contacts: [contactEntry(contact, true)],
    calls: [
      {
        id: 'wacid.example',
        from: contact.waId,
        to: own,
        event: 'connect',
        timestamp: String(now),
        direction: 'USER_INITIATED',
      },
    ],
  }),
  automatic_events: ({ now, own, phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: own, phone_number_id: phoneNumberId },
    automatic_events: [{ id: 'event-1', event_name: 'LeadSubmitted', timestamp: now }],
  }),
  payment_configuration_update: ({ now }) => ({
    configuration_name: 'test-payment-configuration',
    provider_name: 'razorpay',
    provider_mid: 'acc_1',
    status: 'Needs Testing',
    created_timestamp: now,
    updated_timestamp: now,
  }),
}

/** The webhook fields the simulator has an example for. */
export const eventFields: readonly string[] = Object.keys(examples)

/** The example value of a field; undefined for a field without one. `from` is the wa_id of the person it is about. */
export function exampleEvent(simulator: SimulatorContext, field: string, from: string): Payload | undefined {
  const [phone] = simulator.state.phoneNumbers.values()
  return examples[field]?.({
    own: digitsOf(phone?.display_phone_number ?? ''),
    phoneNumberId: phone?.id ?? '',
    contact: contactOf(simulator, from),
    now: unixSeconds(simulator.clock.now()),
  })
}

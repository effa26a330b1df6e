import { asObject } from '../kernel/untrusted-json.ts'
import type { PhoneNumberStatus } from '../sessions/session-health.ts'

/** The fields that every number has, and those that Meta refuses to some apps: asked for apart. */
export const numberFields = {
  sure: 'id,display_phone_number,verified_name,quality_rating',
  optional: 'status,throughput,account_mode,whatsapp_business_manager_messaging_limit',
} as const

/**
 * A phone number's node in our words; what Meta left out is left out.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
 */
export function parsePhoneNumberNode(node: Readonly<Record<string, unknown>>): PhoneNumberStatus {
  const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const throughput = asObject(node['throughput'])
  const words = {
    displayPhoneNumber: word(node['display_phone_number']),
    verifiedName: word(node['verified_name']),
    status: word(node['status']),
    quality: word(node['quality_rating']),
    throughput: word(throughput['level']),
    messagingLimit: word(node['whatsapp_business_manager_messaging_limit']),
    accountMode: word(node['account_mode']),
  }
  return { state: 'known', number: Object.fromEntries(Object.entries(words).filter(([, value]) => value)) }
}

/** A business phone number: what `GET /{phone-number-id}?fields=` can show. */
export interface PhoneNumber {
  readonly id: string
  readonly wabaId: string
  display_phone_number: string
  verified_name: string
  quality_rating: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
  code_verification_status: 'VERIFIED' | 'NOT_VERIFIED' | 'EXPIRED'
  name_status: string
  status: string
  throughput: { level: 'STANDARD' | 'HIGH' | 'NOT_APPLICABLE' }
  platform_type: 'CLOUD_API' | 'ON_PREMISE' | 'NOT_APPLICABLE'
  account_mode: 'LIVE' | 'SANDBOX'
  whatsapp_business_manager_messaging_limit: string
  is_official_business_account: boolean
  /** Two-step verification PIN; not shown by Meta. */
  pin?: string
  registered: boolean
}

/** A phone number in its default, healthy state. */
export function newPhoneNumber(id: string, wabaId: string, displayPhoneNumber: string): PhoneNumber {
  return {
    id,
    wabaId,
    display_phone_number: displayPhoneNumber,
    verified_name: 'Waypost Demo',
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    name_status: 'APPROVED',
    status: 'CONNECTED',
    throughput: { level: 'STANDARD' },
    platform_type: 'CLOUD_API',
    account_mode: 'LIVE',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    is_official_business_account: false,
    registered: true,
  }
}

/** The digits of a number as Meta writes them in webhooks. */
export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '')
}

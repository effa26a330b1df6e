import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import { parseSendSettings, type RawSendSettings } from './send-settings.ts'

const written: RawSendSettings = {
  notifyPolicy: 'claim',
  defaultRecipient: '',
  defaultCountry: '',
  testGraphUrl: '',
  quietHours: '',
}
const refusalOf = (changed: Partial<RawSendSettings>): string => {
  try {
    parseSendSettings({ ...written, ...changed })
  } catch (error) {
    if (isWaypostError(error)) return `${error.code} ${error.message}`
  }
  return 'accepted'
}

it('takes an empty parameter as not set', () => {
  expect(parseSendSettings(written)).toEqual({
    notifyPolicy: 'claim',
    defaultRecipient: undefined,
    defaultCountry: undefined,
    hasSimulator: false,
    quietHours: undefined,
  })
})

it('sends test messages to a simulator only where one is set', () => {
  expect(parseSendSettings({ ...written, testGraphUrl: 'http://127.0.0.1:1' }).hasSimulator).toBe(true)
})

it('reads a recipient in national form with the default country', () => {
  const national = { defaultRecipient: '050-234-5678', defaultCountry: 'IL' }
  expect(parseSendSettings({ ...written, ...national })).toMatchObject(national)
})

it.each([
  ['22:00-08:00', { from: '22:00', to: '08:00' }],
  ['00:00-23:59', { from: '00:00', to: '23:59' }],
])('reads quiet hours %s', (quietHours, expected) => {
  expect(parseSendSettings({ ...written, quietHours }).quietHours).toEqual(expected)
})

it.each(['24:00-08:00', '22:60-08:00', '22-8', '9:00-10:00', '22:00-08:00 ', '22:00', '22:00–08:00'])(
  'refuses quiet hours "%s" at once instead of sending at night',
  (quietHours) => {
    expect(refusalOf({ quietHours })).toBe(
      'CONFIGURATION_INVALID The parameter QUIET_HOURS must be two times of day, like 22:00-08:00.',
    )
  },
)

it.each(['il', 'ISR', 'I', '972'])('refuses the default country "%s"', (defaultCountry) => {
  expect(refusalOf({ defaultCountry })).toContain('WHATSAPP_DEFAULT_COUNTRY must be two capital letters')
})

it.each(['', 'everyone', 'Claim'])(
  'refuses the notify policy "%s" and lists those there are',
  (notifyPolicy) => {
    expect(refusalOf({ notifyPolicy })).toContain('NOTIFY_POLICY must be one of self, claim, any')
  },
)

it.each(['12', 'somebody'])(
  'refuses the default recipient "%s" and names the parameter',
  (defaultRecipient) => {
    expect(refusalOf({ defaultRecipient })).toContain('WHATSAPP_DEFAULT_RECIPIENT is not a phone number')
  },
)

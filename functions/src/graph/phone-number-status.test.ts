import { expect, it } from 'vitest'
import { parsePhoneNumberNode } from './phone-number-status.ts'

it('shows what Meta says of a number, and leaves out what it does not say', () => {
  expect(
    parsePhoneNumberNode({
      display_phone_number: '+972 54-680-0360',
      quality_rating: 'GREEN',
      throughput: { level: 'STANDARD' },
      status: '',
      verified_name: 3,
      account_mode: 'LIVE',
    }),
  ).toEqual({
    state: 'known',
    number: {
      displayPhoneNumber: '+972 54-680-0360',
      quality: 'GREEN',
      throughput: 'STANDARD',
      accountMode: 'LIVE',
    },
  })
})

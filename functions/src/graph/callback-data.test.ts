import { expect, it } from 'vitest'
import { decodeCallbackData, encodeCallbackData } from './callback-data.ts'

const messageId = 'msg_01kaz0000000000000000000zz'

it('comes back as it was sent', () => {
  const data = { messageId, attempt: 99, flags: 'eo' }
  expect(decodeCallbackData(encodeCallbackData(data))).toEqual(data)
  expect(decodeCallbackData(encodeCallbackData({ ...data, attempt: 1, flags: '' }))).toEqual({
    ...data,
    attempt: 1,
    flags: '',
  })
})

it.each([
  undefined,
  null,
  7,
  {},
  '',
  'w1',
  `w2:${messageId}:1:`,
  `w1:${messageId}:0:`,
  `w1:${messageId}:100:`,
  `w1:../x:1:`,
  `w1:${messageId}:1:E`,
  ` w1:${messageId}:1:`,
])('does not take %j for ours', (text) => expect(decodeCallbackData(text)).toBeNull())

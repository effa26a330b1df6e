import { expect, it } from 'vitest'
import { readableLine } from './log-line.ts'

const noon = new Date(2026, 0, 1, 12, 0, 0)

it.each([
  ['{"severity":"INFO","message":"sent","id":"msg_1"}', '12:00:00 sent {"id":"msg_1"}'],
  ['{"severity":"ERROR","message":"no answer"}', '12:00:00 ERROR no answer'],
  ['plain text', '12:00:00 plain text'],
  ['{not json', '12:00:00 {not json'],
])('shows %s to a person', (line, readable) => {
  expect(readableLine(line, noon)).toBe(readable)
})

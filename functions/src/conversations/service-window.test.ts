import { expect, it } from 'vitest'
import { after } from '../kernel/clock.ts'
import { windowAfterMessage, withClosedWindow } from './service-window.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (hours: number): Date => after(now, -hours * 3600)

it.each<[string, { windowOpenUntil?: Date }, Date, Date]>([
  ['opens it for 24 hours', {}, now, ago(-24)],
  ['opens it again', { windowOpenUntil: ago(5) }, now, ago(-24)],
  ['that comes late leaves a later end', { windowOpenUntil: ago(-24) }, ago(3), ago(-24)],
])('a message of the contact %s', (_, conversation, writtenAt, until) => {
  expect(windowAfterMessage(conversation, writtenAt)).toEqual(until)
})

it.each<[string, object, { windowOpenUntil: Date } | null]>([
  ['of somebody who never wrote', {}, { windowOpenUntil: now }],
  ['that we took for open', { lastInboundAt: ago(23), windowOpenUntil: ago(-1) }, { windowOpenUntil: now }],
  ['that is closed already', { lastInboundAt: ago(30), windowOpenUntil: ago(6) }, null],
  ['that the contact opened since', { lastInboundAt: ago(-0.1), windowOpenUntil: ago(-24) }, null],
])('takes Meta at its word about a window %s', (_, conversation, changed) => {
  expect(withClosedWindow(conversation, now)).toEqual(changed && { ...conversation, ...changed })
})

it('is idempotent for what Meta reports', () => {
  const once = withClosedWindow({}, now)
  expect(once && withClosedWindow(once, now)).toBeNull()
})

import { expect, it } from 'vitest'
import { statusError } from './check-status.ts'
import type { Template } from './template.ts'

const copy = (status: string, more: Partial<Template> = {}): Template => ({
  id: 'tpl_1',
  wabaId: '1',
  metaId: '2',
  name: 'welcome',
  language: 'he',
  status,
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: [],
  syncedAt: new Date(0),
  ...more,
})

it.each([
  ['PAUSED', 'TEMPLATE_PAUSED', 'was paused by Meta'],
  ['DISABLED', 'TEMPLATE_DISABLED', 'was disabled by Meta for good'],
  ['REJECTED', 'TEMPLATE_NOT_FOUND', 'was rejected by Meta'],
  ['PENDING', 'TEMPLATE_NOT_FOUND', 'is still in review at Meta'],
  ['IN_APPEAL', 'TEMPLATE_NOT_FOUND', 'is being appealed'],
  ['LIMIT_EXCEEDED', 'TEMPLATE_NOT_FOUND', 'is over the number of templates'],
  ['ARCHIVED', 'TEMPLATE_NOT_FOUND', 'is archived'],
  ['PENDING_DELETION', 'TEMPLATE_NOT_FOUND', 'is being deleted'],
  ['DELETED', 'TEMPLATE_NOT_FOUND', 'was deleted at Meta'],
])('refuses a template that is %s with the code Meta would use', (status, code, problem) => {
  const error = statusError(copy(status), false)
  expect(error?.code).toBe(code)
  expect(error?.message).toMatch(/^The template welcome \(he\) /)
  expect(error?.message).toContain(problem)
  expect(error?.fields).toEqual([
    { path: '/templateName', message: expect.stringContaining(problem) as string },
  ])
})

it.each(['APPROVED', 'SOMETHING_NEW', ''])('leaves a template in status "%s" to Meta', (status) => {
  expect(statusError(copy(status), false)).toBeNull()
})

it('lets a message wait for the end of a pause, and for nothing else', () => {
  expect(statusError(copy('PAUSED'), true)).toBeNull()
  expect(statusError(copy('DISABLED'), true)?.code).toBe('TEMPLATE_DISABLED')
})

it('says why Meta rejected a template, and keeps an old reason out of other statuses', () => {
  const rejectedReason = 'INVALID_FORMAT'
  expect(statusError(copy('REJECTED', { rejectedReason }), false)?.message).toContain(
    'by Meta (INVALID_FORMAT). ',
  )
  expect(statusError(copy('PENDING', { rejectedReason }), false)?.message).not.toContain('INVALID_FORMAT')
})

import { expect, it } from 'vitest'
import { defaultTemplates } from '../templates/default-templates.ts'
import { changeTemplate, type TemplateChange } from './change-template.ts'

const now = new Date('2026-11-01T00:00:00Z')
const template = () => {
  const found = defaultTemplates('waba').find(
    ({ status, category }) => status === 'APPROVED' && category === 'UTILITY',
  )
  if (!found) throw new Error('no approved utility template')
  return found
}
const change = (changes: TemplateChange) => {
  const changed = template()
  return { changed, updates: changeTemplate(changed, changes, now) }
}

it('publishes nothing for no change', () => {
  expect(change({}).updates).toEqual([])
})

it.each([
  ['PAUSED', 'PAUSED'],
  ['DISABLED', 'DISABLED'],
  ['REJECTED', 'REJECTED'],
  ['REINSTATED', 'APPROVED'],
  ['UNARCHIVED', 'APPROVED'],
  ['FLAGGED', 'APPROVED'],
  ['LOCKED', 'PAUSED'],
])('after the event %s a list shows the status %s', (status, shown) => {
  const { changed, updates } = change({ status })
  expect(changed.status).toBe(shown)
  expect(updates).toMatchObject([
    { wabaId: 'waba', field: 'message_template_status_update', value: { event: status } },
  ])
})

it('gives a rejection its reason, INVALID_FORMAT unless named, and clears it afterwards', () => {
  const { changed } = change({ status: 'REJECTED' })
  expect(changed.rejected_reason).toBe('INVALID_FORMAT')
  changeTemplate(changed, { status: 'REJECTED', reason: 'SCAM' }, now)
  expect(changed.rejected_reason).toBe('SCAM')
  changeTemplate(changed, { status: 'APPROVED' }, now)
  expect(changed.rejected_reason).toBe('NONE')
})

it('remembers the previous category, and publishes both', () => {
  const { changed, updates } = change({ category: 'MARKETING' })
  expect([changed.previous_category, changed.category]).toEqual(['UTILITY', 'MARKETING'])
  expect(updates).toMatchObject([
    { field: 'template_category_update', value: { previous_category: 'UTILITY', new_category: 'MARKETING' } },
  ])
  expect(changeTemplate(changed, { category: 'MARKETING' }, now)).toEqual([])
})

it('publishes a quality with the one before', () => {
  const { changed, updates } = change({ quality: 'RED' })
  expect(changed.quality_score).toEqual({ score: 'RED', date: 1793491200 })
  expect(updates[0]?.value).toMatchObject({ new_quality_score: 'RED' })
  const [second] = changeTemplate(changed, { quality: 'GREEN' }, now)
  expect(second?.value).toMatchObject({ previous_quality_score: 'RED', new_quality_score: 'GREEN' })
})

it('publishes the new body of changed components', () => {
  const { changed, updates } = change({ components: [{ type: 'BODY', text: 'New text' }] })
  expect(changed.components).toEqual([{ type: 'BODY', text: 'New text' }])
  expect(updates[0]?.value).toMatchObject({ message_template_element: 'New text' })
})

it('names the template in every webhook, the language with a hyphen and the id as a number', () => {
  const { changed, updates } = change({ status: 'PAUSED', quality: 'RED', category: 'MARKETING' })
  expect(updates.map(({ field }) => field)).toEqual([
    'template_category_update',
    'message_template_quality_update',
    'message_template_status_update',
  ])
  for (const { value } of updates)
    expect(value).toMatchObject({
      message_template_id: Number(changed.id),
      message_template_name: changed.name,
      message_template_language: changed.language.replace('_', '-'),
    })
})

import { expect, it } from 'vitest'
import { readTemplatePage } from './template-list.ts'

const entry = {
  id: 594425479261596,
  name: 'order_shipped',
  language: 'en_US',
  status: 'approved',
  category: 'UTILITY',
  parameter_format: 'NAMED',
  components: [{ type: 'BODY', text: 'x', unknown: { kept: true } }],
  rejected_reason: 'NONE',
  quality_score: { score: 'GREEN', date: 1 },
  new_field: 1,
}
const page = (data: unknown, paging?: unknown) => readTemplatePage(JSON.stringify({ data, paging }))

it('reads a template, whatever the case of its words and the type of its id', () => {
  expect(page([entry])?.templates).toEqual([
    {
      metaId: '594425479261596',
      name: 'order_shipped',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      parameterFormat: 'NAMED',
      components: [{ type: 'BODY', text: 'x', unknown: { kept: true } }],
      quality: 'GREEN',
    },
  ])
})

it('reads what Meta left out as not said', () => {
  expect(page([{ name: 'a', language: 'en' }])?.templates).toEqual([
    {
      metaId: '',
      name: 'a',
      language: 'en',
      status: '',
      category: '',
      parameterFormat: 'POSITIONAL',
      components: [],
    },
  ])
})

it('says why a template was rejected', () => {
  expect(page([{ ...entry, rejected_reason: 'TAG_CONTENT_MISMATCH' }])?.templates[0]?.rejectedReason).toBe(
    'TAG_CONTENT_MISMATCH',
  )
})

it('counts templates that cannot be sent', () => {
  expect(page([null, 7, {}, { name: 'a' }, entry])).toMatchObject({
    unread: 4,
    templates: [{ name: 'order_shipped' }],
  })
})

it('goes on while there is a next page, an empty page included', () => {
  const cursors = { before: 'a', after: 'b' }
  expect(page([], { cursors, next: 'https://graph.facebook.com/…' })?.after).toBe('b')
  expect(page([entry], { cursors })?.after).toBeUndefined()
})

it.each(['', '<html>', '[]', '{}', '{"data":{}}', 'null'])('does not take %j for a list', (text) => {
  expect(readTemplatePage(text)).toBeNull()
})

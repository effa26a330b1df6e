import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchContacts } from './match-contacts.ts'

const ann = { wa_id: '4915100000001', profile: { name: 'Ann' } }
const bob = { wa_id: '4915100000002', user_id: 'DE.bob' }
const cem = { user_id: 'TR.cem' }
const namesOf = (contacts: string | undefined): unknown => JSON.parse(contacts ?? 'null')

it.each([
  ['a message by the number it came from', { from: '4915100000001' }, [ann]],
  ['a message by the user id it came from', { from_user_id: 'DE.bob' }, [bob]],
  ['a status by the number it went to', { recipient_id: '4915100000002' }, [bob]],
  ['a status by the user id it went to', { recipient_user_id: 'TR.cem' }, [cem]],
  ['a contact once although two ids name it', { from: '4915100000002', from_user_id: 'DE.bob' }, [bob]],
  ['both contacts when two ids name two', { from: '4915100000001', from_user_id: 'TR.cem' }, [ann, cem]],
])('gives %s', (_name, item, expected) => {
  expect(namesOf(matchContacts([ann, bob, cem]).of(item).contacts)).toEqual(expected)
})

it('gives all contacts to an item that none of them names', () => {
  const matcher = matchContacts([ann, cem])
  expect(namesOf(matcher.of({ from: '972500000000' }).contacts)).toEqual([ann, cem])
})

it('adds no contacts to an item of a webhook that has none', () => {
  expect(matchContacts([]).of({ from: '4915100000001' })).toEqual({})
})

it('does not take an item without ids for one of a contact without ids', () => {
  const nameless = { profile: { name: 'Nameless' } }
  expect(namesOf(matchContacts([ann, nameless]).of({ from: '4915100000001' }).contacts)).toEqual([ann])
})

it('reports a contact as left over until an item took it', () => {
  const matcher = matchContacts([ann, bob])
  expect(matcher.unmatched()).toEqual([ann, bob])
  matcher.of({ from: '4915100000001' })
  expect(matcher.unmatched()).toEqual([bob])
  matcher.of({ recipient_user_id: 'DE.bob' })
  expect(matcher.unmatched()).toEqual([])
})

it('survives contacts that are no objects', () => {
  const matcher = matchContacts([null, 7, 'text', ann])
  expect(namesOf(matcher.of({ from: '4915100000001' }).contacts)).toEqual([ann])
})

it('hands every message its own contact only, however many people wrote', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }).map(String), { minLength: 1 })
  fc.assert(
    fc.property(numbers, (ids) => {
      const matcher = matchContacts(ids.map((id) => ({ wa_id: id })))
      for (const id of ids) expect(namesOf(matcher.of({ from: id }).contacts)).toEqual([{ wa_id: id }])
      expect(matcher.unmatched()).toEqual([])
    }),
  )
})

import * as short from 'libphonenumber-js'
import * as full from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { errorTable } from '../graph/error-table.ts'
import { magicBehaviour, magicRecipients } from './magic-recipients.ts'

/** The very library the functions check recipients with, with its short and its full rules. */
const libraries = [short, full]

const all = Object.values(magicRecipients).flat()

it('has each number once, in the range reserved for fiction, valid for phone number libraries', () => {
  expect(new Set(all.map(({ number }) => number)).size).toBe(all.length)
  for (const { number } of all) {
    expect(number).toMatch(/^\+1(404|202|502)55501\d\d$/)
    for (const library of libraries) expect(library.isValidPhoneNumber(number), number).toBe(true)
  }
})

it('refuses with codes Meta documents, but for the two that are meant to be unknown', () => {
  const unknown = magicRecipients.refused.filter(
    ({ behaviour }) => !errorTable.has(behaviour.refuse?.code ?? -1),
  )
  expect(unknown.map(({ behaviour }) => behaviour.refuse?.code)).toEqual([999_999, 999_998])
})

it('finds a behaviour by wa_id and none for ordinary people', () => {
  expect(magicBehaviour('14045550120')).toEqual({ refuse: { code: 190, subcode: 463 } })
  expect(magicBehaviour('972546800360')).toBeUndefined()
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { handleChange } from '../../src/inbox/handle-change.ts'
import type { Recipient } from '../../src/kernel/recipient.ts'
import { dana, inboundItem } from '../support/contact-items.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const follows = (value: unknown, more: object = {}) =>
  handleChange(
    { ...inboundItem({ item: value as object }), kind: 'change', field: 'user_preferences', ...more },
    rig.needs,
  )
const marketing = async (contact: Recipient = dana.phone) =>
  (await rig.conversations.findByContact(rig.session.id, contact))?.optOuts.marketing
const preference = (value: string, more: object = {}) => ({
  user_preferences: [
    {
      wa_id: dana.waId,
      user_id: dana.userId,
      detail: 'User requested to stop marketing messages',
      category: 'marketing_messages',
      value,
      timestamp: 1772362800,
      ...more,
    },
  ],
})
const published = (): string[] => rig.events.map(({ type }) => type)

it('keeps a stop with source, time and text, by every id of the contact, and once', async () => {
  for (let times = 0; times < 2; times++)
    expect(await follows(preference('stop'))).toMatchObject({ state: 'done' })
  for (const contact of [dana.phone, dana.userId])
    expect(await marketing(contact)).toEqual({
      at: new Date(1772362800_000),
      source: 'user_preferences',
      text: 'User requested to stop marketing messages',
    })
  expect(new Set(rig.events.map(({ dedupeKey }) => JSON.stringify(dedupeKey))).size).toBe(1)
})

it.each([['resume'], ['signup']])('takes it back by %s, in whatever order they come', async (value) => {
  const back = preference(value, { timestamp: '1772362900' })
  await follows(preference('stop'))
  await follows(back)
  expect(await marketing()).toMatchObject({ liftedAt: new Date(1772362900_000) })
  await follows(preference('stop'))
  expect(await marketing()).toMatchObject({ liftedAt: new Date(1772362900_000) })
  expect(published()).toEqual(['contact.opted_out', 'contact.opted_in'])
})

it('knows somebody without a visible number', async () => {
  const {
    user_preferences: [entry],
  } = preference('stop')
  await follows({ user_preferences: [{ ...entry, wa_id: undefined }] })
  expect(await marketing(dana.userId)).toMatchObject({ source: 'user_preferences' })
})

it.each<[string, unknown]>([
  ['without a list', {}],
  ['that is no object', 'text'],
  ['with a word that is new to us', preference('pause')],
  ['of a category that is new to us', preference('stop', { category: 'newsletters' })],
  ['without a contact', preference('stop', { wa_id: undefined, user_id: undefined })],
  ['with entries that are none', { user_preferences: [null, 7] }],
])('puts a preference aside %s', async (_, value) => {
  expect(await follows(value)).toMatchObject({ state: 'quarantined' })
  expect(await rig.conversations.list({ limit: 1 })).toEqual([])
})

it('quarantines one for a number that is of no session here', async () => {
  expect(await follows(preference('stop'), { phoneNumberId: '1' })).toMatchObject({ state: 'quarantined' })
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { handleChange } from '../../src/inbox/handle-change.ts'
import { handleInboundMessage } from '../../src/inbox/handle-inbound-message.ts'
import type { StoredInboxItem } from '../../src/inbox/inbox-store.ts'
import { dana, inboundItem, secondsAfterEleven, text } from '../support/contact-items.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())

const common = (id: string, at: number, who: object = { from: dana.waId }) => ({
  ...who,
  id: `wamid.${id}`,
  timestamp: secondsAfterEleven(at),
})
const edit = (body: string) => ({
  type: 'edit',
  edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body } } },
})
const called = (name: string, username?: string) => [
  { profile: { name, ...(username !== undefined && { username }) }, wa_id: dana.waId, user_id: dana.userId },
]

/** What two people did, in Meta's order: they are met under several identities, which some of the items join. */
const life: readonly StoredInboxItem[] = [
  { item: text('1', 'By number', { from: dana.waId, at: 0 }) },
  { item: text('2', 'By user id', { from_user_id: dana.userId, at: 10 }) },
  {
    item: text('3', 'By both', { from: dana.waId, from_user_id: dana.userId, at: 20 }),
    contacts: called('Dana', 'd'),
  },
  { item: { ...common('4', 20), type: 'reaction', reaction: { message_id: 'wamid.9', emoji: '👍' } } },
  { item: { ...common('5', 30), ...edit('By my number') }, contacts: called('Dana L') },
  { item: { ...common('6', 40), ...edit('By my own number') } },
  { item: { ...common('7', 40), type: 'revoke', revoke: { original_message_id: 'wamid.2' } } },
  { item: text('8', 'STOP', { from: dana.waId, at: 50 }) },
  {
    item: {
      ...common('9', 60),
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '972546800999', user_id: 'IL.999' },
    },
  },
  { item: text('10', 'START', { from: '972546800999', from_user_id: 'IL.999', at: 70 }) },
  {
    item: text('11', 'By the parent', { from_parent_user_id: dana.parentId, from_user_id: 'IL.999', at: 80 }),
  },
  { item: text('12', 'Oi', { from: '551187654321', at: 5 }) },
  { item: text('13', 'Oi, oi', { from: '5511987654321', at: 15 }) },
].map((options, i) =>
  inboundItem({ ...options, receivedAt: new Date(Date.parse('2026-03-01T11:30:00Z') + i * 1000) }),
)

const newUserId: StoredInboxItem = {
  ...inboundItem({
    item: {
      user_id_update: [
        { user_id: { previous: 'IL.999', current: 'IL.777' }, timestamp: secondsAfterEleven(90) },
      ],
    },
  }),
  kind: 'change',
  field: 'user_id_update',
}
const items = [...life, newUserId]

/** All that is kept after these items, document by document. */
async function databaseAfter(order: readonly StoredInboxItem[]): Promise<object> {
  rig.firestore.clear()
  await rig.needs.sessions()
  for (const item of order)
    await (item.kind === 'change' ? handleChange(item, rig.needs) : handleInboundMessage(item, rig.needs))
  const found = await Promise.all(['conversations', 'messages'].map((name) => rig.db.collection(name).get()))
  return Object.fromEntries(found.flatMap(({ docs }) => docs).map((one) => [one.ref.path, one.data()]))
}

it('ends in the same database whatever the order of the items, and however often they come', async () => {
  const inOrder = await databaseAfter(items)
  expect(Object.keys(inOrder).length).toBeGreaterThan(15)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(items, { minLength: items.length }),
      fc.array(fc.nat({ max: items.length - 1 }), { maxLength: 6 }),
      async (shuffled, again) => {
        const repeated = again.flatMap((i) => items[i] ?? [])
        expect(await databaseAfter([...shuffled, ...repeated])).toEqual(inOrder)
      },
    ),
    { numRuns: 12 },
  )
})

it('ends in the same database when all of it happens at once', async () => {
  const inOrder = await databaseAfter(items)
  rig.firestore.clear()
  await rig.needs.sessions()
  await Promise.all(
    [...items, ...items].map((item) =>
      item.kind === 'change' ? handleChange(item, rig.needs) : handleInboundMessage(item, rig.needs),
    ),
  )
  const found = await Promise.all(['conversations', 'messages'].map((name) => rig.db.collection(name).get()))
  expect(
    Object.fromEntries(found.flatMap(({ docs }) => docs).map((one) => [one.ref.path, one.data()])),
  ).toEqual(inOrder)
})

import type { StoredInboxItem } from '../../src/inbox/inbox-store.ts'
import { phoneNumberId, wabaId } from './engine-rig.ts'

/** A person in each of the ways in which WhatsApp lets us know people. */
export const dana = {
  phone: '+972546800360',
  waId: '972546800360',
  userId: 'IL.13491208655302741918',
  parentId: 'IL.ENT.11815799212886844830',
} as const

export interface ItemOptions {
  /** The message. */
  readonly item: object
  readonly contacts?: readonly object[]
  readonly receivedAt?: Date
  readonly phoneNumberId?: string
}

let count = 0

/** An item of `inbox` as the intake writes it. */
export const inboundItem = ({
  item,
  contacts,
  receivedAt,
  phoneNumberId: number,
}: ItemOptions): StoredInboxItem => ({
  id: `item-${String((count += 1))}`,
  kind: 'message',
  field: 'messages',
  wabaId,
  phoneNumberId: number ?? phoneNumberId,
  item: JSON.stringify(item),
  ...(contacts && { contacts: JSON.stringify(contacts) }),
  receivedAt: receivedAt ?? new Date('2026-03-01T12:00:00Z'),
})

/** Seconds after eleven, as Meta tells them: an hour before the clock of the tests. */
export const secondsAfterEleven = (seconds: number): string =>
  String(Date.parse('2026-03-01T11:00:00Z') / 1000 + seconds)

/** A text of somebody, at so many seconds. */
export const text = (
  id: string,
  body: string,
  { at = 0, ...who }: { at?: number; [id: string]: unknown } = {},
) => ({
  ...(Object.keys(who).length > 0 ? who : { from: dana.waId }),
  id: `wamid.${id}`,
  timestamp: secondsAfterEleven(at),
  type: 'text',
  text: { body },
})

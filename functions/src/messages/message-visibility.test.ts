import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { KeyCaller } from '../http/caller.ts'
import type { Session } from '../sessions/session.ts'
import type { InboundMessage } from './inbound-message.ts'
import type { StoredMessage } from './message.ts'
import { isVisible, narrowVisibility, visibilityOf, type Visibility } from './message-visibility.ts'

const at = new Date('2026-01-01T00:00:00Z')
const sent = (changed: Partial<StoredMessage> = {}): StoredMessage => ({
  id: 'msg_1',
  direction: 'out',
  owner: 'shop',
  sessionId: 'ses_other',
  to: '+4915100000001',
  conversationId: 'cnv_1',
  content: { type: 'text', text: { body: 'Hello' } },
  mode: 'live',
  metadata: {},
  ifUnknown: 'fail',
  cancelOn: [],
  notAfter: at,
  createdAt: at,
  purgeAt: at,
  sending: 'accepted',
  attempt: 1,
  progress: 0,
  timeline: [],
  version: 1,
  ...changed,
})
const received = (sessionId: string): InboundMessage => ({
  id: 'msg_2',
  direction: 'in',
  sessionId,
  conversationId: 'cnv_1',
  from: '+4915100000001',
  wamid: 'wamid.1',
  type: 'text',
  content: {},
  text: 'Hi',
  changes: [],
  createdAt: at,
  receivedAt: at,
  purgeAt: at,
})
const shop: Visibility = { owner: 'shop', sessionIds: ['ses_shop'], testOnly: false }
const key = (changed: Partial<KeyCaller> = {}): KeyCaller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'shop',
  scopes: ['read'],
  sessions: 'all',
  mode: 'live',
  ...changed,
})
const session = (id: string, owners: readonly string[]): Session => ({
  id,
  name: id,
  channel: 'cloud',
  phoneNumberId: '106',
  wabaId: '204',
  owners,
  isDefault: false,
})
const sessions = [session('ses_shop', ['shop']), session('ses_two', ['shop']), session('ses_bank', ['bank'])]

it.each<[string, Visibility | undefined, boolean]>([
  ['everything to an operator', undefined, true],
  ['what its owner sent through any session', shop, true],
  ['nothing that others sent through sessions of others', { ...shop, owner: 'bank' }, false],
  ['what others sent through its sessions', { ...shop, owner: 'bank', sessionIds: ['ses_other'] }, true],
  ['its own messages of the session that its key is bound to', { ...shop, boundTo: ['ses_other'] }, true],
  ['no own messages outside the sessions of its key', { ...shop, boundTo: ['ses_shop'] }, false],
  ['no live messages to a test key', { ...shop, testOnly: true }, false],
])('shows %s', (_name, visible, shown) => {
  expect(isVisible(sent(), visible)).toBe(shown)
})

it('shows a test key the test messages of its owner', () => {
  expect(isVisible(sent({ mode: 'test' }), { ...shop, testOnly: true })).toBe(true)
})

it('shows received messages to the owner of the session only, and never to a test key', () => {
  expect(isVisible(received('ses_shop'), shop)).toBe(true)
  expect(isVisible(received('ses_other'), shop)).toBe(false)
  expect(isVisible(received('ses_shop'), { ...shop, testOnly: true })).toBe(false)
})

it.each<[string, Partial<KeyCaller>, Visibility | undefined]>([
  ['the sessions of its owner', {}, { ...shop, sessionIds: ['ses_shop', 'ses_two'], boundTo: undefined }],
  [
    'of these the ones it is bound to',
    { sessions: ['ses_two'] },
    { ...shop, sessionIds: ['ses_two'], boundTo: ['ses_two'] },
  ],
  [
    'no session of others that it is bound to',
    { sessions: ['ses_bank'] },
    { ...shop, sessionIds: [], boundTo: ['ses_bank'] },
  ],
  ['everything with the scope admin', { scopes: ['admin'] }, undefined],
])('lets a key read %s', (_name, changed, visible) => {
  expect(visibilityOf(key(changed), sessions)).toEqual(visible)
})

it('does not let an admin key of mode test read live messages', () => {
  expect(visibilityOf(key({ scopes: ['admin'], mode: 'test' }), sessions)).toMatchObject({ testOnly: true })
})

it.each<[string, Visibility | undefined, string | undefined, unknown]>([
  ['everything for an operator', undefined, undefined, undefined],
  ['a session of its own as a whole', shop, 'ses_shop', undefined],
  ['of a session of others what it sent', shop, 'ses_other', { owner: 'shop', sessionIds: [] }],
  ['what it sent and its sessions', shop, undefined, { owner: 'shop', sessionIds: ['ses_shop'] }],
  ['the sessions of its key only', { ...shop, boundTo: ['ses_two'] }, undefined, { sessionIds: ['ses_two'] }],
])('asks the store for %s', (_name, visible, asked, expected) => {
  expect(narrowVisibility(visible, asked)).toEqual(expected)
})

it('asks owners of more than nine sessions to name one', () => {
  const owned = (count: number) => ({
    ...shop,
    sessionIds: Array.from({ length: count }, (_, i) => `ses_${String(i)}`),
  })
  expect(narrowVisibility(owned(9), undefined)).toMatchObject({ owner: 'shop' })
  const refuse = () => narrowVisibility(owned(10), undefined)
  expect(refuse).toThrow(expect.toSatisfy(isWaypostError))
  expect(refuse).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
  expect(narrowVisibility(owned(10), 'ses_3')).toBeUndefined()
})

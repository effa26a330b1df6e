/** Conversations, notes, consent and erasure: what may be asked, and each limit at its edge. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { faultsIn, text } from '../../test/faults.ts'
import {
  AssignRequest,
  ConsentView,
  ContactQuery,
  ConversationMessagesQuery,
  ConversationView,
  ErasureProof,
  ListConversationsQuery,
  NoteRequest,
  parseRequest,
  ReadConversationRequest,
  SetConsentRequest,
} from '../index.ts'

const now = '2027-01-31T18:00:00.000Z'

const least: Record<string, [schema: z.ZodType, input: object]> = {
  'the list of conversations': [ListConversationsQuery, {}],
  'the messages of a conversation': [ConversationMessagesQuery, {}],
  'an assignment': [AssignRequest, { assignee: 'ada' }],
  'a note': [NoteRequest, { text: 'Call back.' }],
  'a read': [ReadConversationRequest, {}],
  'the query of a contact': [ContactQuery, {}],
  'a consent': [SetConsentRequest, { optedOut: true }],
}

it.each<[of: string, what: string, accepted: object, refused: object, faults: Record<string, string>]>([
  [
    'the list of conversations',
    'a state',
    { state: 'resolved' },
    { state: 'closed' },
    { '/state': 'must be one of open, needs_human, resolved' },
  ],
  [
    'the list of conversations',
    'a search',
    { q: text(200) },
    { q: text(201) },
    { '/q': 'must have at most 200 characters' },
  ],
  [
    'the list of conversations',
    'a session',
    { session: text(200) },
    { session: '' },
    { '/session': 'must have at least 1 character' },
  ],
  [
    'the messages of a conversation',
    'a page',
    { limit: '100' },
    { limit: 'many' },
    { '/limit': 'must be a number' },
  ],
  [
    'an assignment',
    'no one',
    { assignee: null },
    { assignee: '' },
    { '/assignee': 'must have at least 1 character' },
  ],
  [
    'an assignment',
    'the length of a uid',
    { assignee: text(128) },
    { assignee: text(129) },
    { '/assignee': 'must have at most 128 characters' },
  ],
  [
    'a note',
    'its length',
    { text: text(2000) },
    { text: text(2001) },
    { '/text': 'must have at most 2000 characters' },
  ],
  ['a note', 'no text', { text: 'x' }, { text: '' }, { '/text': 'must have at least 1 character' }],
  ['a read', 'the indicator', { typing: true }, { typing: 'yes' }, { '/typing': 'must be a boolean' }],
  [
    'the query of a contact',
    'the session',
    { session: text(100) },
    { session: text(101) },
    { '/session': 'must have at most 100 characters' },
  ],
  [
    'a consent',
    'its category',
    { category: 'marketing' },
    { category: 'utility' },
    { '/category': 'must be one of marketing, all' },
  ],
  [
    'a consent',
    'how it is known',
    { text: text(100) },
    { text: text(101) },
    { '/text': 'must have at most 100 characters' },
  ],
  ['a consent', 'the opt-out', { optedOut: false }, { optedOut: null }, { '/optedOut': 'must be a boolean' }],
])('%s has its limit in %s', (of, _what, accepted, refused, faults) => {
  const [schema, input] = least[of] ?? []
  if (!schema) throw new Error(of)
  expect(faultsIn(schema, { ...input, ...accepted })).toEqual({})
  expect(faultsIn(schema, { ...input, ...refused })).toEqual(faults)
})

describe.each(Object.entries(least))('%s', (_name, [schema, input]) => {
  it('is accepted with the least', () => {
    expect(faultsIn(schema, input)).toEqual({})
  })

  it('takes no other fields', () => {
    expect(faultsIn(schema, { ...input, tag: 'vip' })).toEqual({ '/tag': 'is not a field of this request' })
  })
})

it.each<[string, z.ZodType, string]>([
  ['an assignment', AssignRequest, '/assignee'],
  ['a note', NoteRequest, '/text'],
  ['a consent', SetConsentRequest, '/optedOut'],
])('%s needs its one field', (_what, schema, path) => {
  expect(faultsIn(schema, {})).toEqual({ [path]: 'is required' })
})

it('means all messages when a consent names no category', () => {
  expect(parseRequest(SetConsentRequest, { optedOut: true })).toEqual({ optedOut: true, category: 'all' })
})

const conversation = {
  id: 'cnv_1',
  session: 'ses_1',
  phone: '+972546800360',
  state: 'open',
  unread: 0,
  optedOut: ['marketing', 'all'],
  createdAt: now,
  updatedAt: now,
}

it('shows a conversation of a contact without a number', () => {
  const { phone: _phone, ...hidden } = { ...conversation, bsuid: 'US.1349' }
  expect(ConversationView.parse(hidden)).toEqual(hidden)
})

it.each<[string, object]>([
  ['a negative count', { unread: -1 }],
  ['another state', { state: 'closed' }],
  ['another opt-out', { optedOut: ['utility'] }],
  ['a time without a zone', { updatedAt: '2027-01-31T18:00:00' }],
])('does not show a conversation with %s', (_what, fields) => {
  expect(ConversationView.safeParse({ ...conversation, ...fields }).success).toBe(false)
})

it('shows both categories of a consent, with source and time of an opt-out', () => {
  const view = {
    contact: '+972546800360',
    session: 'ses_1',
    marketing: { optedOut: true, at: now, source: 'meta_error' },
    all: { optedOut: false, liftedAt: now },
  }
  expect(ConsentView.parse(view)).toEqual(view)
  expect(ConsentView.safeParse({ ...view, all: undefined }).success).toBe(false)
  expect(ConsentView.safeParse({ ...view, all: { optedOut: true, source: 'guess' } }).success).toBe(false)
})

it('proves an erasure by whole counts', () => {
  const proof = {
    id: 'a'.repeat(64),
    session: 'ses_1',
    erasedAt: now,
    erased: { messages: 12 },
    remaining: 0,
    kept: ['Counts.'],
    sha256: 'b'.repeat(64),
  }
  expect(ErasureProof.parse(proof)).toEqual(proof)
  expect(ErasureProof.safeParse({ ...proof, remaining: -1 }).success).toBe(false)
  expect(ErasureProof.safeParse({ ...proof, erased: { messages: 1.5 } }).success).toBe(false)
})

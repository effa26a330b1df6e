import { expect, it } from 'vitest'
import { z } from 'zod'
import { CreateKeyRequest } from '../sessions/api-keys.ts'
import { CreateEndpointRequest } from '../webhooks/endpoints.ts'
import { ListMessagesQuery } from '../messages/list-messages-query.ts'
import { parseRequest } from './parse-request.ts'
import { isWaypostError } from './waypost-error.ts'

function faultsOf(schema: z.ZodType, input: unknown): string[] {
  try {
    parseRequest(schema, input)
    return []
  } catch (error) {
    if (!isWaypostError(error)) throw error
    return error.fields?.map(({ path, message }) => `${path} ${message}`) ?? []
  }
}

it('says how a time and a day are written', () => {
  expect(faultsOf(ListMessagesQuery, { since: 'yesterday' })).toEqual([
    '/since must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z',
  ])
  expect(faultsOf(z.strictObject({ day: z.iso.date() }), { day: '31.1.' })).toEqual([
    '/day must be a day, such as 2027-01-31',
  ])
})

it('names the types of events that there are', () => {
  const [fault] = faultsOf(CreateEndpointRequest, { events: ['message.lost'] })
  expect(fault).toMatch(/^\/events\/0 must be \* or one of message\.accepted, .*webhook\.test$/)
})

it('says what the sessions of a key may be', () => {
  const key = { name: 'Shop', owner: 'shop', scopes: ['send'] }
  const faults = (sessions: unknown) => faultsOf(CreateKeyRequest, { ...key, sessions })
  expect(faults('ses_1')).toEqual(['/sessions must be all, or a list of session ids'])
  expect(faults([5])).toEqual(['/sessions/0 must be a string'])
})

it.each<[string, unknown, string]>([
  ['NUL', { text: 'a\0b' }, '/text must not contain the character NUL (U+0000)'],
  [
    'half of a pair',
    { text: 'Hi \ud83d' },
    '/text must not contain half of a surrogate pair: the text was cut inside a character',
  ],
  [
    'the other half',
    { list: ['\ude00'] },
    '/list/0 must not contain half of a surrogate pair: the text was cut inside a character',
  ],
  [
    'a name with NUL',
    { in: { 'a\0': 1 } },
    '/in has a name that must not contain the character NUL (U+0000)',
  ],
])('refuses %s anywhere', (_, input, fault) => {
  expect(faultsOf(z.json(), input)).toEqual([fault])
})

it('takes every well-formed text, and any depth', () => {
  expect(faultsOf(z.json(), { text: 'Olá 😀 עברית\n' })).toEqual([])
  let deep: unknown = 'a\0'
  for (let i = 0; i < 100_000; i++) deep = [deep]
  expect(faultsOf(z.unknown(), deep)).toHaveLength(1)
})

it.each([
  ['messaging_product', 'leave it out: all messages go to WhatsApp'],
  ['recipient_type', 'leave it out: `to` says who the recipient is'],
  ['context', 'write replyTo with the id of the quoted message'],
  ['biz_opaque_callback_data', 'write metadata with pairs of your own'],
])("says what becomes of Meta's field %s", (name, advice) => {
  expect(faultsOf(z.strictObject({}), { [name]: 'x' })).toEqual([
    `/${name} is not a field of this request: ${advice}`,
  ])
})

const Shapes = z.strictObject({
  one: z.string().min(1).max(1).exactOptional(),
  list: z.array(z.string()).min(2).max(3).exactOptional(),
  number: z.number().min(2).max(3).exactOptional(),
  whole: z.int().exactOptional(),
  word: z.enum(['a', 'b']).exactOptional(),
  only: z.literal('a').exactOptional(),
  inner: z.strictObject({ deep: z.boolean() }).exactOptional(),
  pairs: z.record(z.string().max(1, 'has a long key'), z.string()).exactOptional(),
})

it.each<[object, string]>([
  [{ one: '' }, '/one must have at least 1 character'],
  [{ one: 'ab' }, '/one must have at most 1 character'],
  [{ one: 1 }, '/one must be a string'],
  [{ list: ['a'] }, '/list must have at least 2 entries'],
  [{ list: ['a', 'b', 'c', 'd'] }, '/list must have at most 3 entries'],
  [{ list: {} }, '/list must be an array'],
  [{ list: ['a', null] }, '/list/1 must be a string'],
  [{ number: 1 }, '/number must be at least 2'],
  [{ number: 4 }, '/number must be at most 3'],
  [{ number: '2' }, '/number must be a number'],
  [{ whole: 1.5 }, '/whole must be a whole number'],
  [{ word: 'c' }, '/word must be one of a, b'],
  [{ only: 'b' }, '/only must be a'],
  [{ inner: {} }, '/inner/deep is required'],
  [{ inner: [] }, '/inner must be an object'],
  [{ inner: { deep: true, more: 1 } }, '/inner/more is not a field of this request'],
  [{ pairs: { ab: 'c' } }, '/pairs/ab has a long key'],
  [{ pairs: 'a' }, '/pairs must be an object'],
  [{ inner: { is_deep: true, deep: true } }, '/inner/is_deep is not a field of this request: write isDeep'],
])('says of %j what is wrong and where', (input, fault) => {
  expect(faultsOf(Shapes, input)).toEqual([fault])
})

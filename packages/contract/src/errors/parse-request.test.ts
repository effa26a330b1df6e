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

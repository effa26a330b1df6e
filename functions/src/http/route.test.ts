import { expect, it } from 'vitest'
import { z } from 'zod'
import { publicRoute, route } from './route.ts'

const Answer = z.object({ id: z.string(), tags: z.array(z.string()) })
const doc = { summary: 'Show a thing', answers: { 200: Answer } }
const body: z.input<typeof Answer> = { id: 'thing_1', tags: ['a'] }

it('gives a handler the parameters of its path by name', async () => {
  const named = publicRoute({
    method: 'GET',
    path: '/v1/{kind}/things/{id}',
    doc,
    async handle({ params }) {
      return { status: 200, body: { id: `${params.kind}-${params.id}`, tags: [] } }
    },
  })
  const request = { ...emptyRequest, params: { kind: 'red', id: '7' } }
  expect(await named.handle(request)).toEqual({ status: 200, body: { id: 'red-7', tags: [] } })
})

it('gives a handler the types of its body and query', () => {
  route({
    method: 'POST',
    path: '/v1/things',
    access: 'send',
    body: z.object({ count: z.number() }),
    query: z.object({ q: z.string() }),
    doc,
    async handle({ body: { count }, query: { q } }) {
      return { status: 200, body: { id: q.repeat(count), tags: [] } }
    },
  })
})

it('has no caller on a public route', () => {
  const handle = async (): Promise<{ status: 200; body: typeof body }> => ({ status: 200, body })
  expect(publicRoute({ method: 'GET', path: '/v1/things', doc, handle }).access).toBe('public')
  publicRoute({
    method: 'GET',
    path: '/v1/things',
    doc,
    // @ts-expect-error there is no caller
    handle: ({ caller }) => handle(caller),
  })
})

it('does not compile with an answer that is not documented', () => {
  const common = { method: 'GET', path: '/v1/things', access: 'read', doc } as const
  // @ts-expect-error the status is not documented
  route({ ...common, handle: async () => ({ status: 202, body }) })
  // @ts-expect-error the body lacks a field
  route({ ...common, handle: async () => ({ status: 200, body: { id: 'thing_1' } }) })
  // @ts-expect-error a field has another type
  route({ ...common, handle: async () => ({ status: 200, body: { id: 'thing_1', tags: 'a' } }) })
})

const emptyRequest = {
  body: undefined,
  query: undefined,
  origin: 'https://example.test',
  docsUrl: 'https://example.test/v1/docs/',
  requestId: 'req_1',
  ip: '',
  file: () => Promise.reject(new Error('has no file')),
  header: () => undefined,
  addHeader: () => undefined,
}

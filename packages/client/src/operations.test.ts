import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type {
  DryRunAnswer,
  MessageList,
  MessageView,
  SendAnswer,
  SessionDetails,
  SessionView,
} from './index.ts'
import type { List } from './list.ts'
import { createTestClient } from './testing/index.ts'
import type { Waypost } from './waypost.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}
const { paths } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/reference/openapi.json'), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> }

/** Pages for people: they are opened, not called. */
const isPage = ({ responses }: Operation): boolean =>
  Object.keys(responses['200']?.content ?? {}).some((type) => type.startsWith('text/'))
const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => !isPage(operation))
    .map(([method]) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'id_1')}`),
)

type Callable = (...args: unknown[]) => unknown

/** Every function of the client, in its groups too; `request` takes any path. */
function functionsOf(client: Waypost): Callable[] {
  const own = [client.batch.bind(client), ...Object.values(client as object as Record<string, unknown>)]
  return own
    .flatMap((member) =>
      typeof member === 'object' && member !== null ? Object.values<unknown>({ ...member }) : [member],
    )
    .filter((member): member is Callable => typeof member === 'function')
}

async function settle(result: unknown): Promise<void> {
  if (typeof result !== 'object' || result === null) return
  if ('page' in result) await (result as List<unknown, unknown>).page()
  else if ('next' in result) await (result as AsyncGenerator).next()
  else await (result as Promise<unknown>)
}

it('has a method for every operation of the API', async () => {
  const { waypost, transport } = createTestClient()
  for (const route of documented) transport.reply(route, { body: { data: [], status: 'read' } })
  // The first argument fills the path where there is one, and is the body or query where there is none.
  for (const call of functionsOf(waypost)) await settle(call('id_1', {}))
  const called = new Set(transport.requests.map(({ method, path }) => `${method} ${path}`))
  expect([...called].toSorted()).toEqual(documented.toSorted())
})

describe('a request', () => {
  it('has the path parameters, the body and the query where the API reads them', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('PUT /v1/contacts/{id}/consent', {})
    await waypost.contacts.setConsent('+972546800360', { optedOut: true }, { query: { session: 'ses_1' } })
    expect(transport.requests).toMatchObject([
      { path: '/v1/contacts/+972546800360/consent', query: { session: 'ses_1' }, body: { optedOut: true } },
    ])
  })

  it('sends an empty object where an operation takes no fields', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('POST /v1/messages/{id}/cancel', {})
    await waypost.messages.cancel('msg_1')
    expect(transport.requests[0]).toMatchObject({ body: {}, headers: { 'content-type': 'application/json' } })
  })

  it('leaves out a query that is undefined', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('GET /v1/stats', {})
    await waypost.stats({ since: '2027-01-31' })
    await waypost.stats()
    expect(transport.requests.map(({ query }) => query)).toEqual([{ since: '2027-01-31' }, {}])
  })

  it.each(['', '.', '..', undefined])('is refused for the id %j, which would lead elsewhere', (id) => {
    const { waypost, transport } = createTestClient()
    expect(() => waypost.messages.get(id as string)).toThrow(/id must be an id/)
    expect(transport.requests).toEqual([])
  })

  it('keeps an id with slashes in one segment', async () => {
    const addresses: string[] = []
    const { waypost } = createTestClient({
      fetch: async (address) => {
        addresses.push(address as string)
        return Response.json({})
      },
    })
    await waypost.keys.get('a/b?c')
    expect(addresses).toEqual(['https://waypost.test/v1/keys/a%2Fb%3Fc'])
  })
})

describe('a file', () => {
  it('is uploaded as it is, with its type and name', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('POST /v1/media', { body: { id: '7' } })
    const file = new File(['%PDF'], 'invoice.pdf', { type: 'application/pdf' })
    await waypost.media.upload(file, { session: 'ses_1' })
    await waypost.media.upload(new Uint8Array([1, 2]))
    expect(transport.requests).toMatchObject([
      {
        query: { filename: 'invoice.pdf', session: 'ses_1' },
        headers: { 'content-type': 'application/pdf' },
      },
      { query: {}, headers: { 'content-type': 'application/octet-stream' } },
    ])
    expect(transport.requests[0]?.body).toBe(file)
  })

  it('is downloaded as a response', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('GET /v1/media/{id}', { body: 'bytes', headers: { 'content-type': 'image/png' } })
    const response = await waypost.media.get('msg_1')
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['image/png', 'bytes'])
  })
})

it('has the types of the contract', () => {
  expectTypeOf<Waypost['messages']['get']>().returns.resolves.toEqualTypeOf<MessageView>()
  expectTypeOf<Waypost['sessions']['get']>().returns.resolves.toEqualTypeOf<SessionDetails>()
  expectTypeOf<Waypost['messages']['list']>().returns.toEqualTypeOf<List<MessageView, MessageList>>()
  expectTypeOf<Waypost['sessions']['list']>().returns.toExtend<AsyncIterable<SessionView>>()

  const check = (waypost: Waypost) => {
    const template = { to: '+972546800360', templateName: 'order_shipped', languageCode: 'en_US' }
    expectTypeOf(waypost.notify(template, { key: 'order-1' })).resolves.toEqualTypeOf<SendAnswer>()
    expectTypeOf(waypost.notify({ ...template, dryRun: true })).resolves.toEqualTypeOf<DryRunAnswer>()
    // @ts-expect-error -- a send needs an idempotency key
    void waypost.notify(template)
    // @ts-expect-error -- the options of a send name the key
    void waypost.sendText({ to: '+972546800360', text: 'Hello' }, {})
    // @ts-expect-error -- a batch needs an idempotency key
    void waypost.batch([template])
    // @ts-expect-error -- `body` is no field of a text
    void waypost.sendText({ to: '+972546800360', body: 'Hello' }, { key: 'random' })
    // @ts-expect-error -- no status of a message
    void waypost.messages.list({ status: 'finished' })
  }
  expectTypeOf(check).toBeFunction()
})

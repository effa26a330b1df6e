import { afterAll, expect, it } from 'vitest'
import { startConformanceServer } from './support/conformance-server.ts'

const subject = await startConformanceServer()
const { rest, name } = subject
afterAll(() => subject.close())

const integer = (value: number | string) => ({ integerValue: String(value) })
const update = (path: string, fields: object, more: object = {}) => ({
  update: { name: name(path), fields },
  ...more,
})
const commit = (...writes: object[]) => rest(':commit', { writes })
const fieldsOf = async (path: string) => {
  const { json } = await rest(':batchGet', { documents: [name(path)] })
  return (json as { found?: { fields: Record<string, unknown> } }[])[0]?.found?.fields
}

it('gives back in JSON what JSON stored', async () => {
  const fields = {
    text: { stringValue: 'שלום 🚀' },
    large: { integerValue: '9007199254740993' },
    when: { timestampValue: '2026-11-21T10:00:00.123456Z' },
    bytes: { bytesValue: 'AP8=' },
    nothing: { nullValue: null },
    odd: { doubleValue: 'NaN' },
    map: { mapValue: { fields: { timestampValue: { stringValue: 'a field of that name' } } } },
    place: { geoPointValue: { latitude: 1.5, longitude: -2 } },
  }
  const { status, json } = await commit(update('json/all', fields))
  expect(status).toBe(200)
  expect(json).toMatchObject({
    writeResults: [{ updateTime: expect.stringMatching(/^\d{4}-.*Z$/) as string }],
  })
  expect(await fieldsOf('json/all')).toEqual(fields)
})

it('raises with maximum and lowers with minimum, without reading, also where nothing was', async () => {
  const raise = (value: number) =>
    commit(
      update(
        'json/max',
        {},
        {
          updateMask: { fieldPaths: [] },
          updateTransforms: [
            { fieldPath: 'highest', maximum: integer(value) },
            { fieldPath: 'lowest', minimum: integer(value) },
          ],
        },
      ),
    )
  for (const value of [30, 20, 40, 10]) await raise(value)
  expect(await fieldsOf('json/max')).toEqual({ highest: integer(40), lowest: integer(10) })
})

it('stops integers at the ends of 64 bits', async () => {
  await commit(update('json/saturate', { n: integer('9223372036854775806') }))
  const { json } = await commit({
    transform: {
      document: name('json/saturate'),
      fieldTransforms: [{ fieldPath: 'n', increment: integer(5) }],
    },
  })
  expect(json).toMatchObject({ writeResults: [{ transformResults: [integer('9223372036854775807')] }] })
})

it('changes only what the mask names, and removes what the mask names without a value', async () => {
  await commit(update('json/mask', { a: integer(1), b: integer(2), c: integer(3) }))
  await commit(
    update('json/mask', { a: integer(9), c: integer(9) }, { updateMask: { fieldPaths: ['a', 'b'] } }),
  )
  expect(await fieldsOf('json/mask')).toEqual({ a: integer(9), c: integer(3) })
})

it.each([
  [{ exists: false }, 'json/there', 409, 'ALREADY_EXISTS'],
  [{ exists: true }, 'json/absent', 404, 'NOT_FOUND'],
  [{ updateTime: '2020-01-01T00:00:00Z' }, 'json/there', 400, 'FAILED_PRECONDITION'],
])('refuses %j with the envelope of Google APIs', async (currentDocument, path, code, status) => {
  await commit(update('json/there', {}))
  const answer = await commit(update(path, {}, { currentDocument }))
  expect(answer.status).toBe(code)
  expect(answer.json).toMatchObject({ error: { code, status } })
})

it('refuses malformed requests with 400', async () => {
  expect((await rest(':commit', { writes: [{ updat: {} }] })).status).toBe(400)
  expect((await commit(update('json/x', { n: { integerValue: 'many' } }))).status).toBe(400)
  expect((await commit(update('odd', {}))).status).toBe(400)
})

it('answers each write of a batch by itself', async () => {
  await commit(update('batch/taken', {}))
  const only = { currentDocument: { exists: false } }
  const writes = [update('batch/taken', {}, only), update('batch/free', {}, only)]
  const { status, json } = await rest(':batchWrite', { writes })
  expect(status).toBe(200)
  const { status: statuses = [], writeResults } = json as {
    status?: { code?: number }[]
    writeResults: object[]
  }
  expect(statuses.map(({ code }) => code ?? 0)).toEqual([6, 0])
  expect(writeResults).toHaveLength(2)
  expect((await rest(':batchGet', { documents: [name('batch/free')] })).json).toMatchObject([
    { found: { name: name('batch/free') } },
  ])
})

it('refuses a batch that names a document twice', async () => {
  const { status, json } = await rest(':batchWrite', {
    writes: [update('batch/twice', {}), update('batch/twice', {})],
  })
  expect(status).toBe(400)
  expect(json).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } })
})

it('runs queries and aggregations', async () => {
  await commit(update('people/a', { age: integer(30) }), update('people/b', { age: integer(40) }))
  const structuredQuery = {
    from: [{ collectionId: 'people' }],
    where: { fieldFilter: { field: { fieldPath: 'age' }, op: 'GREATER_THAN', value: integer(30) } },
    limit: 5,
  }
  const { json } = await rest(':runQuery', { structuredQuery })
  expect(json).toMatchObject([{ document: { name: name('people/b'), fields: { age: integer(40) } } }])
  const aggregations = [{ alias: 'n', count: {} }]
  const counted = await rest(':runAggregationQuery', {
    structuredAggregationQuery: { structuredQuery, aggregations },
  })
  expect(counted.json).toMatchObject([{ result: { aggregateFields: { n: integer(1) } } }])
})

it('reads one document by its address, and says 404 for one that is missing', async () => {
  await commit(update('people/c', { age: integer(50) }))
  const get = (path: string) =>
    fetch(`http://${subject.host}/v1/${name(path)}`, { headers: { authorization: 'Bearer owner' } })
  expect(await (await get('people/c')).json()).toMatchObject({ fields: { age: integer(50) } })
  expect((await get('people/missing')).status).toBe(404)
})

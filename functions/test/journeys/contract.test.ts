/** Every operation that is documented, driven from the description itself: nothing is documented that is not so. */
import { afterEach, expect, it } from 'vitest'
import { faultsOf } from '../contract/check-answer.ts'
import { addressOf, isPublic, operations, scopeOf, type DocumentedOperation } from '../contract/operations.ts'
import { remember, removeCreated } from '../contract/fixtures.ts'
import { validCalls } from '../contract/valid-calls.ts'
import { malformed, oversized, type Call, type FaultyCall } from '../contract/variants.ts'
import { newApiKey } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'

afterEach(removeCreated)

const call = (
  { method, path }: DocumentedOperation,
  { path: at, query, ...question }: Call & { method?: string },
) => callApi(addressOf(path, at, query), { method, ...question })

it('has a call for every operation, and for no other', () => {
  const documented = operations.map(({ operationId }) => operationId)
  expect(Object.keys(validCalls).toSorted()).toEqual(documented.toSorted())
})

const each = operations.map((operation) => [operation.operationId, operation] as const)
const valid = each.flatMap(([id, operation]) =>
  (validCalls[id] ?? []).map((make, i) => [id, i + 1, operation, make] as const),
)

it.each(valid)('%s answers call %i as documented', async (_, _i, operation, make) => {
  const answer = await call(operation, await make())
  remember(operation.path, answer.body)
  expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBeLessThan(400)
  expect(faultsOf(operation, answer).join('\n')).toBe('')
})

const firstCall = async ({ operationId }: DocumentedOperation): Promise<Call> => {
  const make = validCalls[operationId]?.[0]
  if (!make) throw new Error(`Say in functions/test/contract how ${operationId} is called.`)
  return make()
}

async function stands(operation: DocumentedOperation, { statuses, ...faulty }: FaultyCall): Promise<void> {
  const answer = await call(operation, faulty)
  expect(statuses, JSON.stringify(answer.body).slice(0, 500)).toContain(answer.status)
  // A method that the path does not know is no operation: nothing of it is documented.
  if (answer.status !== 405) expect(faultsOf(operation, answer).join('\n')).toBe('')
}

it.each(each)('%s refuses what is malformed as documented', async (_, operation) => {
  await stands(operation, malformed(operation, await firstCall(operation)))
})

it.each(each)('%s refuses what is too large as documented', async (_, operation) => {
  await stands(operation, oversized(operation, await firstCall(operation)))
})

const guarded = each.filter(([, operation]) => !isPublic(operation))

it.each(guarded)('%s refuses who says nothing, and who lies, as documented', async (_, operation) => {
  const right = await firstCall(operation)
  for (const as of [null, 'wp_live_nonsense', 'eyJhbGciOiJub25lIn0.e30.'])
    await stands(operation, { ...right, as, statuses: [401] })
})

it.each(guarded)('%s refuses a key without its scope as documented', async (_, operation) => {
  const other = scopeOf(operation) === 'read' ? 'templates' : 'read'
  const as = await newApiKey({ scopes: [other] })
  await stands(operation, { ...(await firstCall(operation)), as, statuses: [403] })
})

it.each(each.filter(([, operation]) => isPublic(operation)))(
  '%s is for everybody, whatever they say of themselves',
  async (_, operation) => {
    await stands(operation, { ...(await firstCall(operation)), as: 'nonsense', statuses: [200] })
  },
)

import { listingMethods } from './listing-methods.ts'
import { lookupMethods } from './lookup-methods.ts'
import { partitionQuery } from './partition-method.ts'
import { queryMethods } from './query-methods.ts'
import { transactionMethods } from './transaction-methods.ts'
import { writeMethods } from './write-methods.ts'
import type { House, Method } from './house.ts'

/** Every method that answers one request, by its name in the service. Listen is apart: it is a conversation. */
const methods = {
  ...lookupMethods,
  ...queryMethods,
  ...listingMethods,
  PartitionQuery: partitionQuery,
  ...transactionMethods,
  ...writeMethods,
} as const

export type MethodName = keyof typeof methods

/** The names of the methods served. */
export const methodNames = Object.keys(methods) as MethodName[]

/** Calls a method: counts it, lets ordered failures strike, and returns its answers. Rejects with FirestoreError. */
export async function callMethod(house: House, name: MethodName, request: object): Promise<object[]> {
  const method = methods[name] as Method
  house.meter.called(name)
  const call = { rpc: name, collections: method.collections(request) }
  house.failures.strike(call, 'before')
  const answers = await method.run(house, request)
  house.failures.strike(call, 'after')
  return answers
}

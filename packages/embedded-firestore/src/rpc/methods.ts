import { listingMethods } from './listing-methods.ts'
import { lookupMethods } from './lookup-methods.ts'
import { partitionQuery } from './partition-method.ts'
import { queryMethods } from './query-methods.ts'
import { transactionMethods } from './transaction-methods.ts'
import { writeMethods } from './write-methods.ts'
import type { RpcContext, RpcMethod } from './rpc-context.ts'

/** Every request-response method by its service name. Listen is bidirectional and lives in `listen/`. */
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

/** Calls a method: counts it, applies injected failures, returns its answers. Rejects with FirestoreError. */
export async function callMethod(context: RpcContext, name: MethodName, request: object): Promise<object[]> {
  const method = methods[name] as RpcMethod
  context.meter.countCall(name)
  const call = { rpc: name, collections: method.collections(request) }
  context.failures.consume(call, 'before')
  const answers = await method.run(context, request)
  context.failures.consume(call, 'after')
  return answers
}

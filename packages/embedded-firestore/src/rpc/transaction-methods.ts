import { databaseOf } from '../engine/engine.ts'
import { beginTransaction, rollbackTransaction } from '../engine/transaction.ts'
import type { TransactionOptions } from '../protocol/messages.ts'
import type { RpcMethod } from './rpc-context.ts'

const begin: RpcMethod<{ database?: string; options?: TransactionOptions }> = {
  collections: () => [],
  run: ({ engine }, { database, options }) => [
    { transaction: beginTransaction(engine, databaseOf(engine, database), options) },
  ],
}

const rollback: RpcMethod<{ database?: string; transaction?: Buffer }> = {
  collections: () => [],
  run({ engine }, { database, transaction }) {
    rollbackTransaction(databaseOf(engine, database), transaction ?? Buffer.alloc(0))
    return [{}]
  },
}

/** Methods that open and end transactions (Commit ends one too). */
export const transactionMethods = { BeginTransaction: begin, Rollback: rollback }

/** The generated types are those of the contract: what they allow is what its schemas read. */
import type * as contract from '@waypost/contract'
import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type * as api from './index.ts'

it('allows requests that the contract reads', () => {
  expectTypeOf<api.SendTextRequest>().toExtend<z.input<typeof contract.SendTextRequest>>()
  expectTypeOf<api.SendRequest>().toExtend<z.input<typeof contract.SendRequest>>()
  expectTypeOf<api.CreateSessionRequest>().toExtend<z.input<typeof contract.CreateSessionRequest>>()
  expectTypeOf<api.CreateKeyRequest>().toExtend<z.input<typeof contract.CreateKeyRequest>>()
  expectTypeOf<api.CreateEndpointRequest>().toExtend<z.input<typeof contract.CreateEndpointRequest>>()
  expectTypeOf<api.RetryManyRequest>().toExtend<z.input<typeof contract.RetryManyRequest>>()
  expectTypeOf<api.NotifyPolicyRequest>().toExtend<z.input<typeof contract.NotifyPolicyRequest>>()
})

it('describes the answers of the contract', () => {
  expectTypeOf<api.MessageStatus>().toEqualTypeOf<contract.MessageStatus>()
  expectTypeOf<api.ErrorCode>().toEqualTypeOf<contract.ErrorCode>()
  expectTypeOf<keyof api.EventData>().toEqualTypeOf<contract.EventType>()
  expectTypeOf<api.SendAnswer>().toExtend<contract.SendAnswer>()
  expectTypeOf<api.OutgoingMessage>().toExtend<contract.OutgoingMessage>()
  expectTypeOf<api.ConversationView>().toExtend<contract.ConversationView>()
  expectTypeOf<api.SessionDetails>().toExtend<contract.SessionDetails>()
  expectTypeOf<api.ErrorAnswer>().toExtend<contract.ErrorAnswer>()
})

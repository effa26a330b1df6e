import { type ValidCalls } from './variants.ts'
/** A valid call for every operation, at the front door of the running stack: where its ids and bodies come from. */
import { conversationCalls } from './calls-conversations.ts'
import { messageCalls } from './calls-messages.ts'
import { operatingCalls } from './calls-operating.ts'
import { sendingCalls } from './calls-sending.ts'
import { webhookCalls } from './calls-webhooks.ts'

export const validCalls: ValidCalls = {
  ...sendingCalls,
  ...conversationCalls,
  ...messageCalls,
  ...operatingCalls,
  ...webhookCalls,
}

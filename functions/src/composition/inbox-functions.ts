import type { ProcessTriggerNeeds } from '../inbox/process.trigger.ts'
import type { SweepInboxNeeds } from '../inbox/sweep-inbox.ts'
import { inboxServices } from './inbox.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `processInbox`, `sweepInbox` */
export const inboxFunctionServices = (): ProcessTriggerNeeds & SweepInboxNeeds =>
  inboxServices(firebasePlatform())

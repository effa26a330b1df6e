import type { RunQueuedAttemptNeeds } from '../dispatch/run-queued-attempt.ts'
import type { SweepDueNeeds } from '../dispatch/sweep-due-messages.ts'
import type { ProcessOutboxNeeds } from '../outbox/process-outbox-document.ts'
import { firebasePlatform } from './platform.firebase.ts'
import { sendServices } from './send.ts'

/** `dispatchMessage`, `retryMessages`, `outbox`, `outboxUpdated` */
export const sendFunctionServices = (): RunQueuedAttemptNeeds & SweepDueNeeds & ProcessOutboxNeeds =>
  sendServices(firebasePlatform())

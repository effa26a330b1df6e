/** Schedules and applies the statuses of an accepted message. */
import type { PhoneNumber } from '../account/phone-number.ts'
import type { StatusStep } from '../behaviours/behaviour.ts'
import { statusUpdate } from '../webhooks/status-update.ts'
import type { WebhookUpdate } from '../webhooks/envelope.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import type { Recipient } from './parse-send.ts'
import type { ReceivedMessage } from './received-message.ts'

export interface StatusPlan {
  readonly message: ReceivedMessage
  readonly recipient: Pick<Recipient, 'contact' | 'sentTo'>
  readonly phone: PhoneNumber
  /** When it happens; default: now. */
  readonly at?: Date
}

/** Plans the statuses: the first after `statusDelayMs`, each next one as much later. */
export function planStatuses(
  simulator: SimulatorContext,
  statusPlan: StatusPlan,
  steps: readonly StatusStep[],
): void {
  let dueIn = 0
  for (const step of steps) {
    dueIn += simulator.state.settings.statusDelayMs + (step.waitMs ?? 0)
    simulator.clock.after(dueIn, 'status', () => {
      const update = applyStatus(simulator, statusPlan, step)
      for (let copy = 0; copy <= (step.repeat ?? 0); copy++) simulator.webhooks.publish(update)
    })
  }
}

/** The id that webhooks give the message. */
export function webhookWamid(
  { state }: SimulatorContext,
  { wamid, userScopedWamid }: Pick<ReceivedMessage, 'wamid' | 'userScopedWamid'>,
): string {
  return state.settings.webhookWamids === 'user_scoped' ? userScopedWamid : wamid
}

/** Applies one status at `at` (default now) and returns its webhook. */
export function applyStatus(
  simulator: SimulatorContext,
  { message, recipient, phone, at = simulator.clock.now() }: StatusPlan,
  step: StatusStep,
): WebhookUpdate {
  const { settings } = simulator.state
  const wamid = webhookWamid(simulator, message)
  const update = statusUpdate({
    message: { ...message, wamid },
    phone,
    ...recipient,
    step,
    at,
    version: settings.webhookVersion,
  })
  message.statuses.push({
    status: step.status,
    at: at.toISOString(),
    ...(step.code !== undefined && { code: step.code }),
  })
  return update
}

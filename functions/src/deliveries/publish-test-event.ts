import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import type { EventDocument } from '../events/publish-event.ts'
import { deliveryIdOf } from './delivery.ts'
import type { Endpoint } from './endpoint.ts'
import { eventDocument } from './event.ts'

export interface PublishTestEventNeeds extends Pick<KernelServices, 'ids' | 'clock'> {
  addEvent(document: EventDocument): Promise<void>
}

/**
 * Tells one endpoint a test event, whatever its filter says.
 * @returns the id of the delivery that will be made
 * @throws WaypostError `ENDPOINT_DISABLED`
 */
export async function publishTestEvent(
  { id, enabled, owner, sessionId }: Endpoint,
  { addEvent, ids, clock }: PublishTestEventNeeds,
): Promise<string> {
  if (!enabled) throw new WaypostError('ENDPOINT_DISABLED')
  const at = clock.now()
  const event = {
    type: 'webhook.test',
    dedupeKey: [ids.next('evt')],
    ...(sessionId !== undefined && { sessionId }),
    owner,
    at,
    data: { endpoint: id, message: 'It works: this is a test event.' },
  } as const
  const document = eventDocument(event, [id], at)
  await addEvent(document)
  return deliveryIdOf(document.fields.id, id)
}

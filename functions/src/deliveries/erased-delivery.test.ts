import { expect, it } from 'vitest'
import { ERASED_BODY, type StoredDelivery } from './delivery.ts'
import { deliveryView } from './delivery-view.ts'
import { resendDelivery, type ResendNeeds } from './resend-deliveries.ts'

const delivery = (body: string): StoredDelivery => ({
  id: 'dlv_1',
  eventId: 'evt_1',
  endpointId: 'ep_1',
  type: 'message.received',
  readers: [],
  body,
  state: 'cancelled',
  attempt: 1,
  attemptBase: 0,
  log: [],
  createdAt: new Date(0),
  purgeAt: new Date(0),
  version: 1,
})

it('shows what was posted until its contact is erased', () => {
  expect(deliveryView(delivery('{"type":"message.received"}')).body).toEqual({ type: 'message.received' })
  expect(deliveryView(delivery(ERASED_BODY))).not.toHaveProperty('body')
})

it('does not post again what was erased', async () => {
  const nothingIsAsked = {} as ResendNeeds
  await expect(resendDelivery(delivery(ERASED_BODY), nothingIsAsked)).rejects.toMatchObject({
    code: 'DELIVERY_NOT_FOUND',
    message: expect.stringContaining('erased') as string,
  })
})

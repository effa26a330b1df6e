import { readStoredEvent } from '../deliveries/event-store.firestore.ts'
import type { FanOutTriggerNeeds } from '../deliveries/fan-out.trigger.ts'
import type { SweepDeliveriesNeeds } from '../deliveries/sweep-deliveries.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { deliveryServices } from './deliveries.ts'
import { perPlatform } from './per-platform.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `fanOutEvent` */
export const fanOutServices = () => fanOutOf(firebasePlatform())

const fanOutOf = perPlatform((platform): FanOutTriggerNeeds => {
  const deliveries = deliveryServices(platform)
  const { settings, clock } = platform
  return {
    ...deliveries,
    endpoint: cachedLookup(deliveries.endpoints.find, { seconds: settings.cacheSeconds, clock }),
    read: readStoredEvent,
  }
})

/** `deliverEvent`, `retryDeliveries` */
export const deliverServices = (): SweepDeliveriesNeeds => deliveryServices(firebasePlatform())

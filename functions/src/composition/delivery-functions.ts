import type { SweepDeliveriesNeeds } from '../deliveries/sweep-deliveries.ts'
import { deliveryServices, fanOutServicesOf } from './deliveries.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `fanOutEvent` */
export const fanOutServices = () => fanOutServicesOf(firebasePlatform())

/** `deliverEvent`, `retryDeliveries` */
export const deliverServices = (): SweepDeliveriesNeeds => deliveryServices(firebasePlatform())

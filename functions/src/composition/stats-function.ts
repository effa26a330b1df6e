import type { CountStatsNeeds } from '../stats/count-stats.ts'
import { firebasePlatform } from './platform.firebase.ts'
import { statsServices } from './stats.ts'

/** `countStats` */
export const statsFunctionServices = (): CountStatsNeeds => statsServices(firebasePlatform())

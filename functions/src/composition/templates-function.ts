import type { SyncAllNeeds } from '../templates/sync-all.ts'
import { firebasePlatform } from './platform.firebase.ts'
import { templateServices } from './templates.ts'

/** `syncTemplates` */
export const templatesFunctionServices = (): SyncAllNeeds => templateServices(firebasePlatform())

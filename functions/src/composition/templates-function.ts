import type { SyncTemplatesNeeds } from '../templates/sync.schedule.ts'
import { firebasePlatform } from './platform.firebase.ts'
import { restoreSetAside } from './restore-set-aside.ts'
import { templateServices } from './templates.ts'

/** `syncTemplates` */
export const templatesFunctionServices = (): SyncTemplatesNeeds => {
  const platform = firebasePlatform()
  return { ...templateServices(platform), restoreSetAside: () => restoreSetAside(platform) }
}

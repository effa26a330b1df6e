import type { DownloadMediaNeeds } from '../media/download-media.ts'
import type { PurgeMediaNeeds } from '../media/purge-media.ts'
import { mediaServices } from './media.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `downloadMedia`, `purgeMedia` */
export const mediaFunctionServices = (): DownloadMediaNeeds & PurgeMediaNeeds =>
  mediaServices(firebasePlatform())

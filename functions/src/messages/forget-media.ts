import { mapBounded } from '../kernel/bounded.ts'
import { mediaName, type MessageWithMedia } from './media.ts'
import type { MediaStore } from './media-store.ts'

/**
 * Deletes the files of messages, where they have any: how many there were to delete. Rejects when one could not be
 * deleted; those that are gone already do no harm.
 */
export type ForgetMedia = (
  messages: readonly (Pick<MessageWithMedia, 'id' | 'purgeAt'> & Partial<Pick<MessageWithMedia, 'media'>>)[],
) => Promise<number>

const AT_ONCE = 10

export const forgetMedia =
  (store: () => Promise<Pick<MediaStore, 'remove'>>): ForgetMedia =>
  async (messages) => {
    const withFile = messages.filter(({ media }) => media !== undefined)
    if (withFile.length === 0) return 0
    const files = await store()
    await mapBounded(withFile, AT_ONCE, (message) => files.remove(mediaName(message)))
    return withFile.length
  }

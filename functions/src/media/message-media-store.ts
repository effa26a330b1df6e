import type { MessageMedia, MessageWithMedia } from '../messages/message-media.ts'

/** What messages say of their files. */
export interface MessageMediaStore {
  /** A message that came with a file; null when there is none (any more), or it has no file. */
  find(messageId: string): Promise<MessageWithMedia | null>
  /** Writes how far the file is. False: the message is gone, or was emptied because its person was erased. */
  update(messageId: string, media: MessageMedia): Promise<boolean>
}

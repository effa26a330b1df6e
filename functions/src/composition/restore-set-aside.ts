import { readApiKey } from '../auth/api-key-store.firestore.ts'
import { readConversation } from '../conversations/stored-conversation.firestore.ts'
import { readStoredDelivery } from '../deliveries/delivery-store.firestore.ts'
import { readStoredEndpoint } from '../deliveries/endpoint-store.firestore.ts'
import { restoreReadable } from '../kernel/unreadable-documents.firestore.ts'
import { readStored } from '../messages/message-store.firestore.ts'
import { readSession } from '../sessions/session-store.firestore.ts'
import { readTemplate } from '../templates/template-store.firestore.ts'
import type { Platform } from './platform.ts'

/** Restores documents of every collection that were set aside and are readable by this release. */
export const restoreSetAside = ({ db, log }: Platform): Promise<void> =>
  restoreReadable(
    db,
    {
      messages: readStored,
      conversations: readConversation,
      sessions: readSession,
      templates: readTemplate,
      endpoints: readStoredEndpoint,
      deliveries: readStoredDelivery,
      apiKeys: readApiKey,
    },
    log,
  )

import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import { auditServices } from './wiring-access.ts'
import { intakeWriter } from './wiring-intake.ts'
import { firestore } from './wiring-kernel.ts'
import { mediaServices, sendServices } from './wiring-messages.ts'

/** What thinking about items of webhooks needs: the trigger, the sweep, and the routes that have it done again. */
export const inboxServices = once(async () => {
  const [engine, { firestoreInbox, readInboxItem }, db] = await Promise.all([
    sendServices(),
    import('./inbox/inbox-store.firestore.ts'),
    firestore(),
  ])
  return {
    ...engine,
    inbox: firestoreInbox(db),
    read: (document: unknown) => readInboxItem(document as Parameters<typeof readInboxItem>[0]),
    displayNumber: async (phoneNumberId: string) => {
      const [{ fetchDisplayPhoneNumber }, { tokenForAccount }, sessions] = await Promise.all([
        import('./graph/display-phone-number.undici.ts'),
        import('./graph/account-access-token.ts'),
        engine.sessions(),
      ])
      return fetchDisplayPhoneNumber(phoneNumberId, {
        url: params.graphUrl.value(),
        version: params.apiVersion.value(),
        accessToken: tokenForAccount(
          accessTokens(),
          sessions,
          (session) => session.phoneNumberId === phoneNumberId,
        ),
      })
    },
  }
})

/** What Meta posted, for operators. */
export const rawWebhookServices = once(async () => {
  const [inbound, { firestoreRawWebhooks }, writeAll, db] = await Promise.all([
    inboxServices(),
    import('./inbox/raw-webhook-store.firestore.ts'),
    intakeWriter(),
    firestore(),
  ])
  return { ...inbound, bodies: firestoreRawWebhooks(db), writeAll }
})

/** What the routes of conversations and contacts need; whoever erases a person reaches into several rooms. */
export const conversationRouteServices = once(async () => {
  const [
    engine,
    { recordAuditAction },
    { store },
    { firestoreContactRecords },
    { eraseInboxItems },
    { eraseEvents },
    { mediaName },
    db,
  ] = await Promise.all([
    sendServices(),
    auditServices(),
    mediaServices(),
    import('./erasure/contact-records.firestore.ts'),
    import('./inbox/erase-inbox-items.firestore.ts'),
    import('./deliveries/erase-events.firestore.ts'),
    import('./messages/message-media.ts'),
    firestore(),
  ])
  return {
    ...engine,
    recordAuditAction,
    records: firestoreContactRecords(db),
    eraseInboxItems: eraseInboxItems(db),
    eraseEvents: eraseEvents(db),
    removeFile: async (message: Parameters<typeof mediaName>[0]) =>
      (await store()).remove(mediaName(message)),
  }
})

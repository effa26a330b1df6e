import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import { auditTools } from './wiring-access.ts'
import { intakeWriter } from './wiring-intake.ts'
import { firestore } from './wiring-kernel.ts'
import { mediaTools, sendingTools } from './wiring-messages.ts'

/** What thinking about items of webhooks needs: the trigger, the sweep, and the routes that have it done again. */
export const inboundTools = once(async () => {
  const [engine, { firestoreInbox, readInboxItem }, db] = await Promise.all([
    sendingTools(),
    import('./inbound/inbox-store.firestore.ts'),
    firestore(),
  ])
  return {
    ...engine,
    inbox: firestoreInbox(db),
    read: (document: unknown) => readInboxItem(document as Parameters<typeof readInboxItem>[0]),
    displayNumber: async (phoneNumberId: string) => {
      const [{ displayNumber }, { tokenFor }, sessions] = await Promise.all([
        import('./graph/display-number.undici.ts'),
        import('./graph/account-token.ts'),
        engine.sessions(),
      ])
      return displayNumber(phoneNumberId, {
        url: params.graphUrl.value(),
        version: params.apiVersion.value(),
        accessToken: tokenFor(accessTokens(), sessions, (session) => session.phoneNumberId === phoneNumberId),
      })
    },
  }
})

/** What Meta posted, for operators. */
export const rawWebhookTools = once(async () => {
  const [inbound, { firestoreRawWebhooks }, writeAll, db] = await Promise.all([
    inboundTools(),
    import('./inbound/raw-webhook-store.firestore.ts'),
    intakeWriter(),
    firestore(),
  ])
  return { ...inbound, bodies: firestoreRawWebhooks(db), writeAll }
})

/** What the routes of conversations and contacts need; whoever erases a person reaches into several rooms. */
export const conversingTools = once(async () => {
  const [
    engine,
    { recordAct },
    { store },
    { firestorePersonRecords },
    { blankItems },
    { forgetEvents },
    { mediaName },
    db,
  ] = await Promise.all([
    sendingTools(),
    auditTools(),
    mediaTools(),
    import('./conversations/person-records.firestore.ts'),
    import('./inbound/blank-items.firestore.ts'),
    import('./deliveries/forget-events.firestore.ts'),
    import('./messages/media.ts'),
    firestore(),
  ])
  return {
    ...engine,
    recordAct,
    records: firestorePersonRecords(db),
    blankItems: blankItems(db),
    forgetEvents: forgetEvents(db),
    removeFile: async (message: Parameters<typeof mediaName>[0]) =>
      (await store()).remove(mediaName(message)),
  }
})

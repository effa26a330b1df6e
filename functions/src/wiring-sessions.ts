import { accessTokens, params, sessionTokenSecrets } from './config.ts'
import { once } from './kernel/once.ts'
import type { InspectToken } from './sessions/access-token.ts'
import type { ManageSessionsNeeds } from './sessions/manage-sessions.ts'
import type { SessionHealthRouteNeeds } from './sessions/session-health.http.ts'
import type { Hold, Session } from './sessions/session.ts'
import { firestore, kernelServices, CACHE_SECONDS } from './wiring-kernel.ts'

/** The senders: all of them, one, their holds and their pace. */
export const sessionServices = once(async () => {
  const [
    { firestoreSessions },
    { cachedLookup },
    { createThrottles },
    { sendRate },
    { systemSleep },
    { clock },
    db,
  ] = await Promise.all([
    import('./sessions/session-store.firestore.ts'),
    import('./kernel/cached-lookup.ts'),
    import('./kernel/throttle.ts'),
    import('./sessions/send-rate.ts'),
    import('./kernel/clock.system.ts'),
    kernelServices(),
    firestore(),
  ])
  const store = firestoreSessions(db)
  const pace = createThrottles(clock, systemSleep)
  const freshSessions = (): Promise<Session[]> => store.list(defaultSession())
  const all = cachedLookup(freshSessions, { seconds: CACHE_SECONDS, clock })
  const sessions = (): Promise<Session[]> => all('all')
  return {
    sessions,
    freshSessions,
    invalidateSessions: () => all.invalidate('all'),
    session: async (id: string) => (await sessions()).find((session) => session.id === id),
    sessionStore: store,
    // Where the reason is heard nothing more is sent; other instances hear of it within half a minute.
    holdSession: async (id: string, hold: Hold) => {
      const isHeld = await store.hold(id, hold)
      all.invalidate('all')
      return isHeld
    },
    resume: store.resume,
    recordSignal: store.recordSignal,
    throttleFor: (session: Session) => pace(session.id, sendRate(session, params.dispatchRate.value())),
  }
})

/** The sender of a deployment that has none yet, from its parameters. */
const defaultSession = (): Session => ({
  id: 'ses_default',
  name: 'Default',
  channel: 'cloud',
  phoneNumberId: params.phoneNumberId.value(),
  wabaId: params.wabaId.value(),
  owners: [],
  isDefault: true,
})

/** What the routes of sessions need; its tools are of rooms behind this one. */
export const sessionRouteServices = once(async (): Promise<ManageSessionsNeeds> => {
  const [{ sessionWebhooks }, { webhookServices }, { sessionTraffic }, kernel, sessions, db] =
    await Promise.all([
      import('./deliveries/session-webhooks.ts'),
      import('./wiring-deliveries.ts'),
      import('./dispatch/session-traffic.firestore.ts'),
      kernelServices(),
      sessionServices(),
      firestore(),
    ])
  const tools = await webhookServices()
  return {
    ...kernel,
    ...sessions,
    publishEvent: tools.publishEvent,
    recordAuditAction: tools.recordAuditAction,
    webhooks: sessionWebhooks(tools),
    tokenSecrets: sessionTokenSecrets.map(({ name }) => name),
    countWaiting: sessionTraffic(db).countWaiting,
  }
})

/** What tells how a session is. */
export const sessionHealthServices = once(async (): Promise<SessionHealthRouteNeeds> => {
  const [
    { fetchPhoneNumberStatus },
    { inspectToken },
    { graphSender },
    { tokenForSender },
    { sessionTraffic },
    kernel,
    sessions,
    db,
  ] = await Promise.all([
    import('./graph/phone-number-status.undici.ts'),
    import('./graph/token-inspection.undici.ts'),
    import('./graph/graph-sender.ts'),
    import('./graph/access-tokens.ts'),
    import('./dispatch/session-traffic.firestore.ts'),
    kernelServices(),
    sessionServices(),
    firestore(),
  ])
  const graph = {
    url: params.graphUrl.value(),
    version: params.apiVersion.value(),
    ...accessTokens(),
  }
  return {
    ...kernel,
    ...sessionTraffic(db),
    freshSessions: sessions.freshSessions,
    fetchPhoneNumberStatus: (session) => fetchPhoneNumberStatus(graph, graphSender(session, 'live')),
    async inspectTokenOf(session) {
      const token = tokenForSender(graph, graphSender(session, 'live'))
      return token === undefined ? null : inspectToken({ ...graph, token, wabaId: session.wabaId })
    },
  }
})

/** The installation's token asks about itself, or the app does where both its id and its secret are at hand. */
export const tokenInspectionServices = async (app?: AppCredentials): Promise<InspectToken> =>
  inspectionOf(() => ({ token: accessTokens().accessToken, wabaId: params.wabaId.value() }), app)

/** The same for each token of single sessions, by the name of its secret. */
export const sessionTokenInspections = async (app: AppCredentials): Promise<Map<string, InspectToken>> => {
  const sessions = await (await sessionServices()).sessions()
  const inspections = sessionTokenSecrets.map(async ({ name }) => {
    const wabaId = sessions.find(({ tokenSecret }) => tokenSecret === name)?.wabaId ?? ''
    const token = () => ({ token: accessTokens().sessionTokens.get(name) ?? '', wabaId })
    return [name, await inspectionOf(token, app)] as const
  })
  return new Map(await Promise.all(inspections))
}

/** The Meta app, where it is configured. */
type AppCredentials = () => { id: string; secret: string }

const inspectionOf = async (
  asked: () => { token: string; wabaId: string },
  app?: AppCredentials,
): Promise<InspectToken> => {
  const { inspectToken } = await import('./graph/token-inspection.undici.ts')
  return () => {
    const asking = app?.()
    return inspectToken({
      url: params.graphUrl.value(),
      version: params.apiVersion.value(),
      ...asked(),
      ...(asking && asking.id !== '' && asking.secret !== '' && { app: asking }),
    })
  }
}

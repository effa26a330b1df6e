import { Firestore } from '@google-cloud/firestore'
import type { Platform } from '../../src/composition/platform.ts'
import type { Settings } from '../../src/composition/settings.ts'
import { randomIds } from '../../src/kernel/ids.random.ts'
import type { Session } from '../../src/sessions/session.ts'

/** The token that the simulator takes for sessions that name this secret. */
export const SHOP_SECRET = 'SHOP_ACCESS_TOKEN'
export const SHOP_TOKEN = 'shop-token'

const projectId = 'demo-engine'

interface TestPlatform extends Pick<Platform, 'clock' | 'random' | 'log' | 'tasks' | 'intercept'> {
  /** `host:port` of the embedded Firestore. */
  readonly firestoreHost: string
  readonly graphUrl: string
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly webhooksToLoopback: boolean
}

/** The production composition's platform on the embedded Firestore and the Graph simulator. */
export function testPlatform({ firestoreHost, clock, random, log, tasks, intercept, ...rest }: TestPlatform) {
  const [host = '', port = ''] = firestoreHost.split(':')
  const db = new Firestore({
    projectId,
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  return {
    settings: testSettings(rest),
    db,
    intakeDatabase: { projectId, emulatorHost: firestoreHost },
    clock,
    random,
    log,
    tasks,
    intercept,
    ids: randomIds,
    sleep: async () => undefined,
    currentUser: async () => null,
    userPhone: async (uid) => (uid === 'ada' ? '+972546800399' : undefined),
    blobStore: async () => {
      throw new Error('The engine tests store no files.')
    },
  } satisfies Platform
}

const testSettings = ({
  graphUrl,
  phoneNumberId,
  wabaId,
  webhooksToLoopback,
}: Pick<TestPlatform, 'graphUrl' | 'phoneNumberId' | 'wabaId' | 'webhooksToLoopback'>): Settings => ({
  graph: { url: graphUrl, testUrl: graphUrl, version: 'v26.0' },
  accessTokens: () => ({
    accessToken: 'token',
    testAccessToken: 'token',
    sessionTokens: new Map([[SHOP_SECRET, SHOP_TOKEN]]),
  }),
  app: () => ({ id: '', secret: '' }),
  defaultSession: testSession(phoneNumberId, wabaId),
  tokenSecrets: [SHOP_SECRET],
  send: {
    notifyPolicy: 'claim',
    defaultRecipient: '',
    defaultCountry: '',
    testGraphUrl: graphUrl,
    quietHours: '',
  },
  dispatchRate: 20,
  attempts: { maxAttempts: 5, unknownGraceSeconds: 120 },
  consentKeywords: { optOut: [], optIn: [] },
  rateLimits: { unauthenticated: 0, user: 0, trusted: 0, webSession: 20, cloudSession: 0 },
  enforceAppCheck: false,
  corsOrigins: [],
  docsUrl: '',
  webhooksToLoopback,
  // Tests change sessions and keys behind the back of the services.
  cacheSeconds: 0,
})

const testSession = (phoneNumberId: string, wabaId: string): Session => ({
  id: 'ses_test',
  name: 'Test',
  channel: 'cloud',
  phoneNumberId,
  wabaId,
  owners: [],
  isDefault: true,
})

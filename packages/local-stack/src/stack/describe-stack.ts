/** The content of `.local/stack.json`. */
import type { DemoDocuments } from '../demo-data/demo-documents.ts'
import { demoLogins } from '../demo-data/demo-users.ts'
import { LOOPBACK } from '../http/listen.ts'
import type { Ports } from '../ports.ts'
import { PROJECT_ID, type Settings } from '../settings.ts'
import type { StackFile } from '../stack-file.ts'
import { urlAt } from './shared-services.ts'

/** Describes a running stack. */
export function describeStack(ports: Ports, settings: Settings, demo: DemoDocuments): StackFile {
  const apiUrl = urlAt(ports.hosting)
  return {
    apiUrl,
    webhookUrl: `${apiUrl}/webhooks/whatsapp`,
    graphUrl: urlAt(ports.graph),
    consoleUrl: apiUrl,
    firestoreHost: `${LOOPBACK}:${ports.firestore}`,
    authUrl: urlAt(ports.auth),
    functionsUrl: urlAt(ports.functions),
    tasksUrl: urlAt(ports.tasks),
    clockUrl: urlAt(ports.clock),
    projectId: PROJECT_ID,
    apiKey: demo.apiKey,
    sessionId: demo.sessionId,
    wabaId: settings.WHATSAPP_WABA_ID,
    phoneNumberId: settings.WHATSAPP_PHONE_NUMBER_ID,
    appSecret: settings.WHATSAPP_APP_SECRET,
    accessToken: settings.WHATSAPP_ACCESS_TOKEN,
    verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
    users: demoLogins(),
    pid: process.pid,
  }
}

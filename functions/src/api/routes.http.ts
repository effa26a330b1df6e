import type { KernelServices } from '../kernel/kernel-services.ts'
import { listAuditRoute, type AuditRouteNeeds } from '../audit/audit.http.ts'
import { apiKeyRoutes, type ApiKeyRouteNeeds } from '../auth/api-keys.http.ts'
import {
  getNotifyPolicyRoute,
  setNotifyPolicyRoute,
  type NotifyPolicyRouteNeeds,
} from '../auth/notify-policy.http.ts'
import type { Route } from '../http/route.ts'
import {
  getDeliveryRoute,
  listDeliveriesRoute,
  replayDeliveriesRoute,
  resendDeliveryRoute,
  type DeliveryRouteNeeds,
} from '../deliveries/deliveries.http.ts'
import {
  changeEndpointRoute,
  createEndpointRoute,
  deleteEndpointRoute,
  getEndpointRoute,
  listEndpointsRoute,
  rotateSecretRoute,
  testEndpointRoute,
  type EndpointRouteNeeds,
} from '../deliveries/endpoints.http.ts'
import {
  getConsentRoute,
  liftConsentRoute,
  setConsentRoute,
  type ConsentRouteNeeds,
} from '../consent/consent.http.ts'
import { eraseRoute, type EraseRouteNeeds } from '../erasure/erase.http.ts'
import {
  conversationMessagesRoute,
  getConversationRoute,
  listConversationsRoute,
  type ReadConversationNeeds,
} from '../conversations/conversations.http.ts'
import {
  assignRoute,
  noteRoute,
  readRoute,
  resolveRoute,
  type ConversationActionRouteNeeds,
} from '../conversations/conversation-actions.http.ts'
import { batchRoute } from '../send/batch.http.ts'
import { markReadRoute } from '../send/mark-read.http.ts'
import type { MarkReadNeeds } from '../send/mark-read.ts'
import { getMediaRoute, uploadMediaRoute, type MediaRouteNeeds } from '../media/media.http.ts'
import { getMessageRoute, listMessagesRoute, type ReadNeeds } from '../messages/messages.http.ts'
import { notifyRoute } from '../send/notify.http.ts'
import { statsRoute, type StatsRouteNeeds } from '../stats/stats.http.ts'
import { sendTextByGetRoute, sendTextRoute } from '../send/send-text.http.ts'
import { sendAnyRoute } from '../send/send.http.ts'
import type { SendNeeds } from '../send/send-message.ts'
import type { ManageSessionsNeeds } from '../sessions/manage-sessions.ts'
import { sessionHealthRoute, type SessionHealthRouteNeeds } from '../sessions/session-health.http.ts'
import { sessionRoutes } from '../sessions/sessions.http.ts'
import {
  listTemplatesRoute,
  previewTemplateRoute,
  syncTemplatesRoute,
  type TemplateRouteNeeds,
} from '../templates/templates.http.ts'
import {
  getRawWebhookRoute,
  listRawWebhooksRoute,
  reprocessRoute,
  type RawWebhookRouteNeeds,
} from '../inbox/raw-webhooks.http.ts'
import { errorsPageRoute } from './errors-page.http.ts'
import { openApiRoute } from './openapi.http.ts'
import { referenceFileRoute, referencePageRoute } from './reference-page.http.ts'
import type { ReadReferenceFile } from './reference-page.ts'
import {
  cancelRoute,
  resumeRoute,
  retryManyRoute,
  retryRoute,
  type MessageActionNeeds,
} from '../dispatch/message-actions.http.ts'
import type { HealthDetailsNeeds } from './health-details.ts'
import { healthDetailsRoute } from './health-details.http.ts'
import { healthRoute } from './health.http.ts'

/** What the routes need; created with the first request that asks for it. */
export interface RouteNeeds extends Pick<KernelServices, 'clock'> {
  sending(): Promise<SendNeeds & MarkReadNeeds>
  reading(): Promise<ReadNeeds>
  steering(): Promise<MessageActionNeeds>
  conversing(): Promise<
    ReadConversationNeeds & ConversationActionRouteNeeds & ConsentRouteNeeds & EraseRouteNeeds
  >
  media(): Promise<MediaRouteNeeds>
  stats(): Promise<StatsRouteNeeds>
  templates(): Promise<TemplateRouteNeeds>
  rawWebhooks(): Promise<RawWebhookRouteNeeds>
  webhooks(): Promise<EndpointRouteNeeds & DeliveryRouteNeeds>
  keys(): Promise<ApiKeyRouteNeeds>
  sessions(): Promise<ManageSessionsNeeds>
  sessionHealth(): Promise<SessionHealthRouteNeeds>
  audit(): Promise<AuditRouteNeeds>
  policy(): Promise<NotifyPolicyRouteNeeds>
  examining(): Promise<HealthDetailsNeeds>
  referenceFile: ReadReferenceFile
}

/** The API's table of contents. */
export const routes = ({
  sending,
  reading,
  steering,
  conversing,
  media,
  stats,
  templates,
  rawWebhooks,
  webhooks,
  keys,
  sessions,
  sessionHealth,
  audit,
  policy,
  examining,
  referenceFile,
  clock,
}: RouteNeeds): readonly Route[] => [
  notifyRoute(sending),
  sendTextRoute(sending),
  sendTextByGetRoute(sending),
  sendAnyRoute(sending),
  batchRoute(sending),
  markReadRoute(sending),
  listMessagesRoute(reading),
  getMessageRoute(reading),
  cancelRoute(steering),
  retryRoute(steering),
  retryManyRoute(steering),
  ...sessionRoutes(sessions),
  sessionHealthRoute(sessionHealth),
  resumeRoute(steering),
  ...conversationRoutes(conversing),
  uploadMediaRoute(media),
  getMediaRoute(media),
  statsRoute(stats),
  listTemplatesRoute(templates),
  syncTemplatesRoute(templates),
  previewTemplateRoute(templates),
  listRawWebhooksRoute(rawWebhooks),
  getRawWebhookRoute(rawWebhooks),
  reprocessRoute(rawWebhooks),
  ...webhookRoutes(webhooks),
  ...apiKeyRoutes(keys),
  listAuditRoute(audit),
  getNotifyPolicyRoute(policy),
  setNotifyPolicyRoute(policy),
  healthRoute(clock),
  healthDetailsRoute(examining, clock),
  errorsPageRoute,
  openApiRoute(referenceFile),
  referencePageRoute,
  referenceFileRoute(referenceFile),
]

/** Conversations, contacts and their consent. */
const conversationRoutes = (conversing: RouteNeeds['conversing']): readonly Route[] => [
  listConversationsRoute(conversing),
  getConversationRoute(conversing),
  conversationMessagesRoute(conversing),
  assignRoute(conversing),
  resolveRoute(conversing),
  readRoute(conversing),
  noteRoute(conversing),
  getConsentRoute(conversing),
  setConsentRoute(conversing),
  liftConsentRoute(conversing),
  eraseRoute(conversing),
]

/** Endpoints of customers and their deliveries. */
const webhookRoutes = (webhooks: RouteNeeds['webhooks']): readonly Route[] => [
  createEndpointRoute(webhooks),
  listEndpointsRoute(webhooks),
  getEndpointRoute(webhooks),
  changeEndpointRoute(webhooks),
  deleteEndpointRoute(webhooks),
  rotateSecretRoute(webhooks),
  testEndpointRoute(webhooks),
  listDeliveriesRoute(webhooks),
  replayDeliveriesRoute(webhooks),
  getDeliveryRoute(webhooks),
  resendDeliveryRoute(webhooks),
]

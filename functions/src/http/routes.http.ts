import { listAuditRoute, type AuditRouteNeeds } from '../access/audit.http.ts'
import { apiKeyRoutes, type ApiKeyRouteNeeds } from '../access/keys.http.ts'
import {
  getNotifyPolicyRoute,
  setNotifyPolicyRoute,
  type NotifyPolicyRouteNeeds,
} from '../access/notify-policy.http.ts'
import type { Route } from '../access/route.ts'
import type { Clock } from '../kernel/clock.ts'
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
} from '../conversations/consent.http.ts'
import { eraseRoute, type EraseRouteNeeds } from '../conversations/erase.http.ts'
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
} from '../conversations/steer-conversations.http.ts'
import { batchRoute } from '../messages/batch.http.ts'
import { markReadRoute } from '../messages/mark-read.http.ts'
import type { MarkReadNeeds } from '../messages/mark-read.ts'
import { getMediaRoute, uploadMediaRoute, type MediaRouteNeeds } from '../messages/media.http.ts'
import { getMessageRoute, listMessagesRoute, type ReadNeeds } from '../messages/messages.http.ts'
import { notifyRoute } from '../messages/notify.http.ts'
import { statsRoute, type StatsRouteNeeds } from '../messages/stats.http.ts'
import { sendTextByGetRoute, sendTextRoute } from '../messages/send-text.http.ts'
import { sendRoute } from '../messages/send.http.ts'
import type { SendNeeds } from '../messages/send-message.ts'
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
} from '../inbound/raw-webhooks.http.ts'
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
} from '../messages/steer.http.ts'
import type { HealthDetailsNeeds } from './health-details.ts'
import { healthDetailsRoute } from './health-details.http.ts'
import { healthRoute } from './health.http.ts'

/** What the routes need, each asked for when a request comes. */
export interface RouteNeeds {
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
  clock: Clock
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
  sendRoute(sending),
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

/** What was written by whom, who sees to it, and what contacts wish. */
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

/** Endpoints of customers, and what they were told. */
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

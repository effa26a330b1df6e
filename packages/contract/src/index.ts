/** The contract of the API: what may be sent, what comes back, and every way to be refused. */
export { docsPath, errorCatalogue, isErrorCode, messageErrorCodes, type ErrorCode } from './errors.ts'
export type { ErrorDefinition, Retry } from './error-definition.ts'
export {
  isWaypostError,
  WaypostError,
  type FieldError,
  type MetaErrorDetails,
  type WaypostErrorOptions,
} from './waypost-error.ts'
export { ErrorAnswer } from './error-answer.ts'
export { messageStatuses, type MessageStatus } from './message-status.ts'
export { eventTypes, type EventType } from './event-types.ts'
export {
  ConsentEventData,
  EndpointDisabledData,
  eventCatalogue,
  SessionEventData,
  TemplateEventData,
  webhookBody,
  WebhookTestData,
  type EventDefinition,
} from './events.ts'
export { idPrefixes, isId, type IdPrefix } from './ids.ts'
export { fieldErrors, invalidField, parseRequest } from './parse-request.ts'
export { DocumentSource, MediaSource } from './media-source.ts'
export { statsGroups, StatsAnswer, StatsQuery, type StatsGroup } from './stats.ts'
export { bareMimeType, mediaTypes, type MediaType } from './media-types.ts'
export { mediaStates, MessageMedia, UploadMediaAnswer, UploadMediaDryRun, UploadMediaQuery } from './media.ts'
export { BodyParameter, ButtonParameter, HeaderParameter } from './template-parameters.ts'
export { CarouselCard, TemplateContent } from './template-content.ts'
export { NotifyRequest, templateContentOf } from './notify-request.ts'
export { IncomingMessage } from './incoming-message.ts'
export { MessageFault, MessageList, MessageView, OutgoingMessage, TimelineEntry } from './message-view.ts'
export { DryRunAnswer, SendAnswer } from './send-answer.ts'
export {
  CreateKeyRequest,
  keyScopes,
  KeyList,
  KeyView,
  ListKeysQuery,
  NewKeyAnswer,
  RollKeyRequest,
} from './api-keys.ts'
export { AuditEntry, AuditList, ListAuditQuery } from './audit.ts'
export { HealthAnswer } from './health-answer.ts'
export { HealthDetails } from './health-details.ts'
export { ListMessagesQuery } from './list-messages-query.ts'
export { OutboxDocument, templateOf } from './outbox-document.ts'
export {
  CancelAnswer,
  ResumeAnswer,
  RetryAnswer,
  RetryDryRunAnswer,
  RetryManyAnswer,
} from './operate-answers.ts'
export { EmptyRequest, RetryManyRequest, RetryRequest } from './operate-requests.ts'
export {
  ListTemplatesQuery,
  PreviewTemplateRequest,
  SyncTemplatesRequest,
  TemplateList,
  TemplateName,
  TemplatePreview,
  TemplateSync,
  TemplateView,
} from './templates.ts'
export { ConsentView, ContactQuery, SetConsentRequest } from './consent.ts'
export {
  AssignRequest,
  ConversationList,
  ConversationMessages,
  ConversationMessagesQuery,
  ConversationView,
  ErasureProof,
  ListConversationsQuery,
  NoteRequest,
  ReadConversationRequest,
} from './conversations.ts'
export type { MessageContent } from './message-content.ts'
export type { Interactive } from './message-content-interactive.ts'
export { contentOf, SendRequest, type SendTo } from './send-request.ts'
export { SendTextQuery, SendTextRequest } from './send-text-request.ts'
export { BatchAnswer, BatchRequest, parseBatchRow, type BatchRow } from './batch-request.ts'
export { MarkReadAnswer, MarkReadRequest } from './mark-read-request.ts'
export {
  ListRawWebhooksQuery,
  RawWebhookDetail,
  RawWebhookList,
  RawWebhookView,
  ReprocessAnswer,
} from './raw-webhooks.ts'
export {
  ChangeEndpointRequest,
  CreateEndpointRequest,
  EndpointDeleted,
  EndpointList,
  EndpointTestAnswer,
  EndpointView,
  EndpointWithSecret,
  RotateSecretRequest,
} from './endpoints.ts'
export {
  DeliveryList,
  deliveryStates,
  DeliveryView,
  ListDeliveriesQuery,
  ReplayAnswer,
  ReplayRequest,
  type DeliveryState,
} from './deliveries.ts'
export {
  ChangeSessionRequest,
  CreateSessionRequest,
  HoldSessionRequest,
  SessionDeleted,
  SessionDetails,
  SessionHealth,
  SessionList,
  SessionView,
  WebhookSecretAnswer,
} from './sessions.ts'
export { NotifyPolicyRequest, NotifyPolicyView } from './notify-policy.ts'

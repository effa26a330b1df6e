/** The contract of the API: what may be sent, what comes back, and every way to be refused. */
export { docsPath, errorCatalogue, isErrorCode, messageErrorCodes, type ErrorCode } from './errors/errors.ts'
export type { ErrorDefinition, Retry } from './errors/error-definition.ts'
export {
  isWaypostError,
  WaypostError,
  type FieldError,
  type MetaErrorDetails,
  type WaypostErrorOptions,
} from './errors/waypost-error.ts'
export { ErrorAnswer } from './errors/error-answer.ts'
export { messageStatuses, type MessageStatus } from './messages/message-status.ts'
export { eventTypes, type EventType } from './events/event-types.ts'
export {
  ConsentEventData,
  EndpointDisabledData,
  eventCatalogue,
  SessionEventData,
  TemplateEventData,
  webhookBody,
  WebhookTestData,
  type EventDefinition,
} from './events/events.ts'
export { idPrefixes, isId, type IdPrefix } from './fields/ids.ts'
export { characterCount } from './fields/character-count.ts'
export { fieldErrors, invalidField, parseRequest } from './errors/parse-request.ts'
export { DocumentFile, MediaFile } from './media/media-file.ts'
export { statsGroups, StatsAnswer, StatsQuery, type StatsGroup } from './operations/stats.ts'
export { bareMimeType, mediaTypes, type MediaType } from './media/media-types.ts'
export {
  mediaStates,
  MessageMedia,
  UploadMediaAnswer,
  UploadMediaDryRun,
  UploadMediaQuery,
} from './media/media.ts'
export { BodyParameter, ButtonParameter, HeaderParameter } from './templates/template-parameters.ts'
export { TemplateContent } from './templates/template-content.ts'
export { CarouselCard } from './templates/template-fields.ts'
export { notifyRecipient, NotifyRequest, templateContentOf } from './messages/notify-request.ts'
export { IncomingMessage } from './messages/incoming-message.ts'
export {
  MessageFault,
  MessageList,
  MessageView,
  OutgoingMessage,
  TimelineEntry,
} from './messages/message-view.ts'
export { DryRunAnswer, SendAnswer } from './messages/send-answer.ts'
export {
  CreateKeyRequest,
  keyScopes,
  KeyList,
  KeyView,
  ListKeysQuery,
  NewKeyAnswer,
  RollKeyRequest,
} from './sessions/api-keys.ts'
export { AuditEntry, AuditList, ListAuditQuery } from './operations/audit.ts'
export { HealthAnswer } from './operations/health-answer.ts'
export { HealthDetails } from './operations/health-details.ts'
export { ListMessagesQuery } from './messages/list-messages-query.ts'
export { OutboxDocument, outboxContentOf } from './messages/outbox-document.ts'
export {
  CancelAnswer,
  ResumeAnswer,
  RetryAnswer,
  RetryDryRunAnswer,
  RetryManyAnswer,
} from './operations/operate-answers.ts'
export { EmptyRequest, RetryManyRequest, RetryRequest } from './operations/operate-requests.ts'
export {
  ListTemplatesQuery,
  PreviewTemplateRequest,
  SyncTemplatesRequest,
  TemplateList,
  TemplateName,
  TemplatePreview,
  TemplateSync,
  TemplateView,
} from './templates/templates.ts'
export { ConsentView, ContactQuery, SetConsentRequest } from './conversations/consent.ts'
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
} from './conversations/conversations.ts'
export type { MessageContent } from './messages/message-content.ts'
export type { Interactive } from './messages/message-content-interactive.ts'
export { contentOf, SendRequest } from './messages/send-request.ts'
export type { SendTo } from './messages/send-to.ts'
export { SendTextQuery, SendTextRequest } from './messages/send-text-request.ts'
export { BatchAnswer, BatchRequest, parseBatchRow, type BatchRow } from './messages/batch-request.ts'
export { MarkReadAnswer, MarkReadRequest } from './messages/mark-read-request.ts'
export {
  ListRawWebhooksQuery,
  RawWebhookDetail,
  RawWebhookList,
  RawWebhookView,
  ReprocessAnswer,
} from './webhooks/raw-webhooks.ts'
export {
  ChangeEndpointRequest,
  CreateEndpointRequest,
  EndpointDeleted,
  EndpointList,
  EndpointTestAnswer,
  EndpointView,
  EndpointWithSecret,
  RotateSecretRequest,
} from './webhooks/endpoints.ts'
export {
  DeliveryList,
  deliveryStates,
  DeliveryView,
  ListDeliveriesQuery,
  ReplayAnswer,
  ReplayRequest,
  type DeliveryState,
} from './webhooks/deliveries.ts'
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
} from './sessions/sessions.ts'
export { NotifyPolicyRequest, NotifyPolicyView } from './sessions/notify-policy.ts'

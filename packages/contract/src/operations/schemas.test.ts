/** The schemas are the documentation: every field of every one says what it is and shows an example. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  CreateKeyRequest,
  KeyList,
  ListKeysQuery,
  NewKeyAnswer,
  RollKeyRequest,
} from '../sessions/api-keys.ts'
import { AuditList, ListAuditQuery } from './audit.ts'
import { BatchAnswer, BatchRequest } from '../messages/batch-request.ts'
import { DeliveryList, ListDeliveriesQuery, ReplayAnswer, ReplayRequest } from '../webhooks/deliveries.ts'
import {
  ChangeEndpointRequest,
  CreateEndpointRequest,
  EndpointDeleted,
  EndpointList,
  EndpointTestAnswer,
  EndpointWithSecret,
  RotateSecretRequest,
} from '../webhooks/endpoints.ts'
import { ConsentView, ContactQuery, SetConsentRequest } from '../conversations/consent.ts'
import {
  AssignRequest,
  ConversationList,
  ConversationMessages,
  ConversationMessagesQuery,
  ErasureProof,
  ListConversationsQuery,
  NoteRequest,
  ReadConversationRequest,
} from '../conversations/conversations.ts'
import { ErrorAnswer } from '../errors/error-answer.ts'
import {
  ConsentEventData,
  EndpointDisabledData,
  SessionEventData,
  TemplateEventData,
  WebhookTestData,
} from '../events/events.ts'
import { HealthAnswer } from './health-answer.ts'
import { HealthDetails } from './health-details.ts'
import { StatsAnswer, StatsQuery } from './stats.ts'
import { MessageMedia, UploadMediaAnswer, UploadMediaDryRun, UploadMediaQuery } from '../media/media.ts'
import { MarkReadAnswer, MarkReadRequest } from '../messages/mark-read-request.ts'
import { MessageList, MessageView } from '../messages/message-view.ts'
import { NotifyRequest } from '../messages/notify-request.ts'
import {
  CancelAnswer,
  ResumeAnswer,
  RetryAnswer,
  RetryDryRunAnswer,
  RetryManyAnswer,
} from './operate-answers.ts'
import { parseRequest } from '../errors/parse-request.ts'
import {
  ChangeSessionRequest,
  CreateSessionRequest,
  HoldSessionRequest,
  SessionDeleted,
  SessionDetails,
  SessionHealth,
  SessionList,
  WebhookSecretAnswer,
} from '../sessions/sessions.ts'
import { DryRunAnswer, SendAnswer } from '../messages/send-answer.ts'
import { SendRequest } from '../messages/send-request.ts'
import { SendTextQuery, SendTextRequest } from '../messages/send-text-request.ts'
import {
  ListTemplatesQuery,
  PreviewTemplateRequest,
  SyncTemplatesRequest,
  TemplateList,
  TemplatePreview,
  TemplateSync,
} from '../templates/templates.ts'

/** Not a mere list of fields that belong together. */
const isForm = (node: Node): boolean => Object.keys(node).join() !== 'required'

interface Node {
  description?: string
  examples?: unknown[]
  properties?: Record<string, Node>
  items?: Node
  oneOf?: Node[]
  anyOf?: Node[]
  $ref?: string
}
type Field = [path: string, node: Node]

/** zod leaves out the examples of what is transformed; ours are of the request as it is written. */
const keepExamples: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ jsonSchema, zodSchema }) => {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {}
  if (examples && jsonSchema.$ref === undefined) jsonSchema.examples ??= examples
}

/** All fields of a schema that have no fields of their own. */
function fieldsOf(schema: z.ZodType): Field[] {
  const { $defs, ...root } = z.toJSONSchema(schema, { io: 'input', override: keepExamples })
  const resolved = (node: Node): Node =>
    node.$ref === undefined ? node : (($defs?.[node.$ref.split('/').at(-1) ?? ''] ?? {}) as Node)
  const walk = (path: string, node: Node): Field[] => {
    const { properties = {}, items, oneOf, anyOf, ...rest } = resolved(node)
    const inner = [
      ...Object.entries(properties).flatMap(([name, child]) => walk(`${path}/${name}`, child)),
      ...[...(oneOf ?? []), ...(anyOf ?? []).filter(isForm), ...(items ? [items] : [])].flatMap((child) =>
        walk(path, child),
      ),
    ]
    return inner.length > 0 && rest.examples === undefined
      ? inner
      : [[path, rest], ...inner.filter(([at]) => at !== path)]
  }
  return walk('', root as Node).filter(([path]) => path !== '')
}

const schemas = {
  CreateEndpointRequest,
  ChangeEndpointRequest,
  RotateSecretRequest,
  EndpointWithSecret,
  EndpointList,
  EndpointDeleted,
  EndpointTestAnswer,
  DeliveryList,
  ListDeliveriesQuery,
  ReplayRequest,
  ReplayAnswer,
  ConsentEventData,
  SessionEventData,
  TemplateEventData,
  EndpointDisabledData,
  WebhookTestData,
  NotifyRequest,
  SendRequest,
  SendTextRequest,
  SendTextQuery,
  BatchRequest,
  BatchAnswer,
  MarkReadRequest,
  MarkReadAnswer,
  UploadMediaQuery,
  UploadMediaAnswer,
  UploadMediaDryRun,
  MessageMedia,
  StatsQuery,
  StatsAnswer,
  SendAnswer,
  DryRunAnswer,
  MessageView,
  MessageList,
  CreateKeyRequest,
  RollKeyRequest,
  NewKeyAnswer,
  ListKeysQuery,
  KeyList,
  ListAuditQuery,
  AuditList,
  CreateSessionRequest,
  ChangeSessionRequest,
  HoldSessionRequest,
  SessionDetails,
  SessionList,
  SessionDeleted,
  WebhookSecretAnswer,
  SessionHealth,
  ErrorAnswer,
  HealthAnswer,
  HealthDetails,
  CancelAnswer,
  RetryAnswer,
  RetryDryRunAnswer,
  RetryManyAnswer,
  ResumeAnswer,
  ListConversationsQuery,
  ConversationList,
  ConversationMessagesQuery,
  ConversationMessages,
  AssignRequest,
  NoteRequest,
  ReadConversationRequest,
  ContactQuery,
  SetConsentRequest,
  ConsentView,
  ErasureProof,
  ListTemplatesQuery,
  TemplateList,
  SyncTemplatesRequest,
  TemplateSync,
  PreviewTemplateRequest,
  TemplatePreview,
}

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  it.each(fieldsOf(schema))('describes %s and shows an example', (_, field) => {
    expect(field.description).toBeTruthy()
    expect(field.examples?.length).toBeGreaterThan(0)
  })
})

const least = { templateName: 'hello_world', languageCode: 'en_US' }

it.each(fieldsOf(NotifyRequest).filter(([path]) => /^\/\w+$/.test(path)))(
  'accepts its own examples of %s',
  (path, { examples = [] }) => {
    for (const example of examples) {
      const request = path === '/template' ? { template: example } : { ...least, [path.slice(1)]: example }
      const read = parseRequest(NotifyRequest, request)
      expect(parseRequest(NotifyRequest, read)).toEqual(read)
    }
  },
)

const message = {
  id: 'msg_1',
  direction: 'out',
  status: 'read',
  session: 'ses_1',
  recipient: '+972546800360',
  messageId: 'wamid.A',
  type: 'template',
  content: { templateName: 'hello_world', languageCode: 'en_US' },
  mode: 'live',
  metadata: {},
  attempts: 1,
  createdAt: '2027-01-31T18:00:00.000Z',
  timeline: [
    {
      at: '2027-01-31T18:00:00.000Z',
      status: 'some_new_word',
      source: 'meta',
      attempt: 1,
      data: { id: 'wamid.A' },
    },
  ],
}

it('shows a message with its timeline, words of Meta that are new to us included', () => {
  expect(MessageView.parse(message)).toEqual(message)
})

it('refuses a status of ours that is not in the list', () => {
  expect(MessageView.safeParse({ ...message, status: 'pending' }).success).toBe(false)
})

it('ends a list with a null cursor', () => {
  expect(MessageList.parse({ data: [], hasMore: false, nextCursor: null })).toEqual({
    data: [],
    hasMore: false,
    nextCursor: null,
  })
})

it('answers a send as documented', () => {
  const answer = {
    id: 'msg_1',
    status: 'accepted',
    recipient: '+972546800360',
    messageId: 'wamid.A',
    session: 'ses_1',
  }
  expect(SendAnswer.parse(answer)).toEqual(answer)
})

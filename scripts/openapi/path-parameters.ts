/** What the `{…}` of a path stand for. */
import type { ErrorCode } from '@waypost/contract'
import { z } from 'zod'
import { referenceFiles } from '../../functions/src/api/reference-page.ts'

interface PathParameter {
  readonly schema: z.ZodType
  /** What is said when there is none such, or it is not the caller's. */
  readonly notFound: ErrorCode
}

const id = (description: string, example: string): z.ZodType =>
  z.string().meta({ description, examples: [example] })

const messageId = 'msg_01k9m3v5xq8r7t2w4y6z1a3b5c'

/** By the words before the parameter, or by the whole path where it differs. */
const parameters: Readonly<Record<string, PathParameter>> = {
  'messages/{id}': {
    schema: id('The message: our id, from the answer to the send or from a list.', messageId),
    notFound: 'MESSAGE_NOT_FOUND',
  },
  '/v1/messages/{id}/read': {
    schema: id("The inbound message: Meta's id of it.", 'wamid.HBgMOTcyNTQ2ODAwMzYw'),
    notFound: 'MESSAGE_NOT_FOUND',
  },
  'sessions/{id}': {
    schema: id('The session: a sender.', 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    notFound: 'SESSION_NOT_FOUND',
  },
  'conversations/{id}': {
    schema: id('The conversation.', 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    notFound: 'CONVERSATION_NOT_FOUND',
  },
  'media/{id}': {
    schema: id('The message that the file came with.', messageId),
    notFound: 'MEDIA_NOT_FOUND',
  },
  'keys/{id}': {
    schema: id('The API key: its id, not the secret.', 'key_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    notFound: 'KEY_NOT_FOUND',
  },
  'contacts/{id}': {
    schema: id('The contact: a phone number (E.164), or a business-scoped user id.', '+972546800360'),
    notFound: 'NOT_FOUND',
  },
  'raw-webhooks/{id}': {
    schema: id('The kept body.', '9f86d081884c7d659a2feaa0c55ad015'),
    notFound: 'NOT_FOUND',
  },
  'endpoints/{id}': {
    schema: id('The endpoint.', 'ep_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    notFound: 'ENDPOINT_NOT_FOUND',
  },
  'deliveries/{id}': {
    schema: id('The delivery.', 'dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    notFound: 'DELIVERY_NOT_FOUND',
  },
  'docs/{file}': {
    schema: z.enum(Object.keys(referenceFiles)).meta({
      description: 'The name of the file.',
      examples: ['swagger-ui.css'],
    }),
    notFound: 'NOT_FOUND',
  },
  'templates/{name}': {
    schema: id("The template's name at Meta.", 'order_shipped'),
    notFound: 'TEMPLATE_NOT_FOUND',
  },
}

/** The parameters of a path by name. @throws Error for a parameter without a description */
export function pathParameters(path: string): ReadonlyMap<string, PathParameter> {
  const found = [...path.matchAll(/([\w-]+)\/\{(\w+)\}/g)].map(([words, , name = '']) => {
    const parameter = parameters[path] ?? parameters[words]
    if (!parameter) throw new Error(`Say in scripts/openapi/path-parameters.ts what ${words} of ${path} is.`)
    return [name, parameter] as const
  })
  return new Map(found)
}

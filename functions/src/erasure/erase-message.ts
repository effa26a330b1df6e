import { ERASED } from '../kernel/bsuid.ts'
import { errorCatalogue, isErrorCode } from '@waypost/contract'
import { asObject, asArray, parseJson, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'

/** Fields that are kept: existence, owner, kind, times and outcome. All others are deleted. */
const retainedFields = [
  'id',
  'direction',
  'owner',
  'sessionId',
  'conversationId',
  'contentType',
  'templateName',
  'category',
  'mode',
  'ifUnknown',
  'cancelOn',
  'notAfter',
  'createdAt',
  'receivedAt',
  'purgeAt',
  'fingerprint',
  'attempt',
  'attemptBase',
  'askedAgainAt',
  'answer',
  'progress',
  'reached',
]

/** Pending messages are cancelled. One that may have been sent stays `unknown`. */
const pendingStates = ['queued', 'sending', 'errored', 'held']

/**
 * Reduces a document of `messages` to a receipt without personal data. It can be parsed as before.
 * @param stored its fields as they are stored; instants pass through untouched
 */
export function eraseMessage(stored: JsonObject, at: Date): JsonObject {
  const receipt = Object.fromEntries(
    retainedFields.flatMap((name) => (name in stored ? [[name, stored[name]]] : [])),
  )
  return { ...receipt, ...(stored['direction'] === 'in' ? received(stored) : sent(stored)), erasedAt: at }
}

const received = ({ changes }: JsonObject): JsonObject => ({
  from: ERASED,
  wamid: '',
  content: '{}',
  text: '',
  // Marks it as processed: a repeat by Meta changes nothing.
  raw: '{}',
  changes: asArray(changes)
    .map(asObject)
    .map(({ kind, at }) => ({
      kind,
      at,
      wamid: '',
      raw: '{}',
      ...(kind === 'edit' && { content: '{}', text: '' }),
    })),
})

const sent = ({ contentType, templateName, content, sending, error, timeline }: JsonObject): JsonObject => ({
  to: ERASED,
  content: JSON.stringify(
    emptyContent(asNonEmptyString(contentType) ?? 'text', asNonEmptyString(templateName), content),
  ),
  metadata: {},
  sending: pendingStates.includes(String(sending)) ? 'cancelled' : sending,
  timeline: asArray(timeline).map(asObject).map(erasedEntry),
  ...errorOf(asObject(error)['code']),
})

function emptyContent(type: string, templateName: string | undefined, content: unknown): JsonObject {
  if (type === 'text') return { type, text: { body: '' } }
  if (type !== 'template') return { type, [type]: {} }
  const { languageCode } = asObject(asObject(parseJson(asNonEmptyString(content) ?? ''))['template'])
  return { type, template: { templateName, languageCode } }
}

const erasedEntry = ({ source, at, status, attempt, code }: JsonObject): JsonObject =>
  source === 'meta'
    ? { source, at, status, attempt, wamid: '', raw: '{}' }
    : { source, at, status, attempt, ...(code !== undefined && { code }) }

const errorOf = (code: unknown): JsonObject =>
  isErrorCode(code) ? { error: { code, message: errorCatalogue[code].title } } : {}

/** Meta's items in a message, as parsed JSON, with their kinds. */
export function metaItems(
  stored: JsonObject,
): { readonly kind: 'message' | 'status'; readonly raw: string }[] {
  const raws = (values: readonly unknown[]) =>
    values.flatMap((value) => asNonEmptyString(asObject(value)['raw']) ?? [])
  return [
    ...raws([stored, ...asArray(stored['changes'])]).map((raw) => ({ kind: 'message' as const, raw })),
    ...raws(asArray(stored['timeline'])).map((raw) => ({ kind: 'status' as const, raw })),
  ]
}

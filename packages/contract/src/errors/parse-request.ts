import type { z } from 'zod'
import { textFaults } from './text-faults.ts'
import { WaypostError, type FieldError } from './waypost-error.ts'

/**
 * Reads input by a schema of this contract.
 * @throws WaypostError INVALID_REQUEST with one entry of `fields` per fault.
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const garbled = textFaults(input)
  if (garbled.length > 0) throw invalid(garbled)
  const result = schema.safeParse(input, { error: faultMessage })
  if (result.success) return result.data
  throw invalid(fieldErrors(result.error))
}

/**
 * The refusal of one field, where it is no schema that finds its fault.
 * @param path a JSON pointer
 * @param message follows the name of the field, and has no full stop
 */
export const invalidField = (path: string, message: string): WaypostError => invalid([{ path, message }])

const invalid = (fields: FieldError[]): WaypostError =>
  new WaypostError('INVALID_REQUEST', { message: sentence(fields), fields })

/** The faults of a failed parse as JSON pointers and sentences; an unknown field is a fault at its own path. */
export function fieldErrors(error: z.core.$ZodError): FieldError[] {
  return error.issues.flatMap((issue) => faultsOf(issue, []))
}

function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: pointer([...path, key]), message: unknownField(key, path) }))
  const meant = issue.code === 'invalid_union' ? meantForm(issue) : undefined
  return meant?.flatMap((inner) => faultsOf(inner, path)) ?? [{ path: pointer(path), message: issue.message }]
}

/** Where a value may have several forms and looks like one alone: the faults of that form. */
function meantForm({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const ofAnotherForm = ({ code, path }: z.core.$ZodIssue) =>
    (code === 'invalid_type' || code === 'invalid_value') && path.length === 0
  const candidates = errors.filter((issues) => !issues.some(ofAnotherForm))
  return candidates.length === 1 ? candidates[0] : undefined
}

/** RFC 6901. The whole body is the empty pointer. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function sentence([first, ...others]: FieldError[]): string | undefined {
  if (first === undefined) return undefined
  const subject = first.path === '' ? 'The body' : first.path.slice(1).replaceAll('/', '.')
  const more = others.length === 0 ? '' : ` (${String(others.length)} more in fields.)`
  return `${subject} ${first.message}.${more}`
}

/** Fields that had another name before 1.0, or have one at Meta, and where. */
const renamedFields: readonly { from: string; to: string; within?: readonly string[] }[] = [
  { from: 'linkPreview', to: 'previewUrl' },
  { from: 'id', to: 'mediaId', within: ['image', 'video', 'audio', 'document', 'sticker'] },
  { from: 'error', to: 'code', within: ['filter'] },
]

/** Fields of Meta's own form that have no counterpart of their spelling here. */
const metaFields: Readonly<Record<string, string>> = {
  messaging_product: 'leave it out: all messages go to WhatsApp',
  recipient_type: 'leave it out: `to` says who the recipient is',
  context: 'write replyTo with the id of the quoted message',
  biz_opaque_callback_data: 'write metadata with pairs of your own',
}

function unknownField(key: string, path: readonly PropertyKey[]): string {
  if (Object.hasOwn(metaFields, key)) return `is not a field of this request: ${metaFields[key] ?? ''}`
  const camelCase = key.replace(/[_-]+(\w)/g, (_, letter: string) => letter.toUpperCase())
  const parent = String(path.at(-1) ?? '')
  const renamed = renamedFields.find(
    ({ from, within }) => from === camelCase && (within === undefined || within.includes(parent)),
  )
  const meant = renamed?.to ?? camelCase
  return meant === key ? 'is not a field of this request' : `is not a field of this request: write ${meant}`
}

type RawIssue = z.core.$ZodRawIssue
type Words = { [Code in RawIssue['code']]?: (issue: Extract<RawIssue, { code: Code }>) => string | undefined }

/** Messages for faults without a message of their own; they follow the name of the field. */
const words: Words = {
  invalid_type: ({ expected }) => `must be ${article(typeNames[expected] ?? expected)}`,
  invalid_value: ({ values }) =>
    `must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}`,
  too_small: ({ origin, minimum }) => `must ${sizeVerb(origin)} at least ${sized(origin, minimum)}`,
  too_big: ({ origin, maximum }) => `must ${sizeVerb(origin)} at most ${sized(origin, maximum)}`,
  invalid_format: ({ format }) => formats[format],
  invalid_key: ({ issues }) => issues[0]?.message ?? 'has a key that is not allowed',
}

const formats: Readonly<Record<string, string>> = {
  datetime: 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z',
  date: 'must be a day, such as 2027-01-31',
}

function faultMessage(issue: RawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return 'is required'
  const word = words[issue.code] as ((issue: RawIssue) => string) | undefined
  return word?.(issue)
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'whole number',
  record: 'object',
  nonoptional: 'value',
}

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

/** `[one, many]`, by what is measured; a number is measured without a unit. */
const units: Readonly<Record<string, readonly [string, string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

const sizeVerb = (origin: string) => (origin in units ? 'have' : 'be')

function sized(origin: string, size: number | bigint): string {
  const unit = units[origin]?.[Number(size) === 1 ? 0 : 1]
  return unit === undefined ? String(size) : `${String(size)} ${unit}`
}

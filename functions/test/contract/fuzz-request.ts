/** Random requests over all operations: as documented, slightly off, or nonsense. */
import fc from 'fast-check'
import { operations, type DocumentedOperation, type Parameter } from './operations.ts'
import { damaged, nonsense, valuesOf } from './schema-values.ts'

export interface FuzzRequest {
  readonly operation: DocumentedOperation
  readonly path: Readonly<Record<string, PathWord>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Which of the credentials there are. */
  readonly caller: number
}

/** A value for a path: an id from earlier answers, of the example's kind or any, or a random one. */
export type PathWord = { readonly seen: number; readonly like: string } | { readonly word: string }

const words = fc
  .oneof(
    fc.constantFrom('\u0000', '__proto__', 'constructor', '%', '%2e%2e', '💥', '__x__', 'x'.repeat(2000)),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  )
  // Such a word is a step of the path, or a hidden file: Hosting does not pass it on.
  .filter((word) => !word.startsWith('.'))

const pathWord = ({ schema }: Parameter): fc.Arbitrary<PathWord> => {
  const { enum: names, examples = [''] } = schema as { enum?: string[]; examples?: string[] }
  if (names) return fc.oneof(fc.constantFrom(...names), words).map((word) => ({ word }))
  return fc.oneof(
    { weight: 6, arbitrary: fc.nat().map((seen) => ({ seen, like: examples[0] ?? '' })) },
    { weight: 1, arbitrary: fc.nat().map((seen) => ({ seen, like: '' })) },
    { weight: 2, arbitrary: words.map((word) => ({ word })) },
  )
}

const headers = fc.record(
  {
    'idempotency-key': fc.constantFrom('a', 'b', 'c', ' ', 'x'.repeat(300)),
    prefer: fc.constantFrom('respond-async', 'wait=1'),
    'request-id': fc.constantFrom('mine', '<script>', 'x'.repeat(200)),
    'content-type': fc.constantFrom('text/plain', 'application/vnd.api+json', 'image/png', 'x'),
    range: fc.constantFrom('bytes=0-1', 'bytes=9-1', 'lines=1'),
    'x-forwarded-for': fc.constantFrom('203.0.113.7', 'nonsense, ::1', ''),
  },
  { requiredKeys: [] },
)

/** Mostly none of them: a strange content type would hide everything behind it. */
const fewHeaders = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers })

/** One request, of any operation. */
export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(...operations.map(requestOf))

function requestOf(operation: DocumentedOperation): fc.Arbitrary<FuzzRequest> {
  return fc.record<FuzzRequest>({
    operation: fc.constant(operation),
    path: recordOf(operation, 'path', pathWord),
    query: recordOf(operation, 'query', ({ schema, required }) => {
      const value = fc.oneof({ weight: 4, arbitrary: valuesOf(schema) }, { weight: 1, arbitrary: nonsense })
      return required ? value : fc.option(value, { freq: 1, nil: undefined })
    }),
    body: bodyOf(operation),
    headers: fewHeaders,
    caller: fc.nat(),
  })
}

function recordOf<Value>(
  { parameters }: DocumentedOperation,
  place: Parameter['in'],
  values: (parameter: Parameter) => fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  const there = parameters.filter((parameter) => parameter.in === place)
  return fc.record(Object.fromEntries(there.map((parameter) => [parameter.name, values(parameter)])))
}

function bodyOf({ requestBody }: DocumentedOperation): fc.Arbitrary<unknown> {
  if (!requestBody) return fc.constant(undefined)
  const schema = requestBody.content['application/json']?.schema
  if (!schema) return fc.constantFrom('', 'Dear Ada', 'x'.repeat(100_000))
  const values = valuesOf(schema)
  return fc.oneof(
    { weight: 5, arbitrary: values },
    { weight: 4, arbitrary: damaged(values) },
    { weight: 1, arbitrary: nonsense },
  )
}

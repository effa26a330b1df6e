/** Values for a JSON schema: most of them fit, some almost, and some are nonsense. */
import fc from 'fast-check'
import { resolved } from './operations.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly examples?: readonly unknown[]
}

const MAX_ENTRIES = 3
const DEEPEST = 6

/** What programs stumble over. */
export const nonsense: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    ...[null, '', ' ', '\u0000', '__proto__', 'constructor', '../..', '%00', '💥', '\ud800', '+972', 'NaN'],
    ...[-1, 0, 1e308, Number.MAX_SAFE_INTEGER + 2, 1.5, true, [], {}, [[[[]]]], { __proto__: null }],
    ...['x'.repeat(2000), '2027-13-45T99:00:00Z', 'https://[', 'javascript:alert(1)', '{"a":', "'; DROP"],
  ),
)

/** Values that the schema allows, as far as it says so; a date is one of its examples. */
export function valuesOf(given: unknown, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(given as Schema)
  // The one schema that contains itself is any JSON.
  if ((given as Schema).$ref?.endsWith('/JsonValue')) return fc.jsonValue({ maxDepth: 2 })
  const { examples = [], anyOf, oneOf = anyOf, allOf } = schema
  const made = oneOf
    ? fc.oneof(...oneOf.map((form) => valuesOf(form, depth + 1)))
    : allOf?.[0]
      ? valuesOf(allOf[0], depth + 1)
      : plainValues(schema, depth)
  const needsExample = typeof given === 'object' && JSON.stringify(schema).includes('"pattern"')
  return examples.length === 0
    ? made
    : fc.oneof(
        { weight: needsExample ? 9 : 2, arbitrary: fc.constantFrom(...examples) },
        { weight: 1, arbitrary: made },
      )
}

function plainValues(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const [type] = [schema.type ?? []].flat()
  return byType[type ?? '']?.(schema, depth) ?? nonsense
}

const byType: Readonly<Record<string, (schema: Schema, depth: number) => fc.Arbitrary<unknown>>> = {
  string: ({ minLength = 0, maxLength = 50 }) =>
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 50)) }),
  integer: ({ minimum = -10, maximum = 1000 }) =>
    fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31) }),
  number: ({ minimum = -10, maximum = 1000 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items = {}, minItems = 0 }, depth) =>
    fc.array(valuesOf(items, depth + 1), {
      minLength: minItems,
      maxLength: Math.max(minItems, depth > DEEPEST ? 0 : MAX_ENTRIES),
    }),
  object: objects,
}

function objects({ properties, required = [], additionalProperties }: Schema, depth: number) {
  if (properties === undefined)
    return fc.dictionary(
      fc.string({ minLength: 1, maxLength: 10 }),
      valuesOf(additionalProperties ?? {}, depth + 1),
      {
        maxKeys: MAX_ENTRIES,
      },
    )
  const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || depth <= DEEPEST)
  const entries = wanted.map(([name, schema]) => {
    const present = valuesOf(schema, depth + 1)
    return [
      name,
      required.includes(name) ? present : fc.option(present, { freq: 1, nil: undefined }),
    ] as const
  })
  return fc.record(Object.fromEntries(entries))
}

/** The same value with one thing in it replaced, left out, or added. */
export const damaged = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, fc.nat(), fc.constantFrom('replace', 'remove', 'add'), nonsense)
    .map(([value, where, how, other]) => {
      const copy: Record<string, unknown> = structuredClone({ value })
      const places = placesIn(copy)
      const [parent, key] = places[where % places.length] ?? [copy, 'value']
      const inner = parent[key]
      if (how === 'add' && Array.isArray(inner)) inner.push(other)
      else if (how === 'add' && typeof inner === 'object' && inner !== null)
        Object.assign(inner, { [`x${where}`]: other })
      else if (how === 'remove') Reflect.deleteProperty(parent, key)
      else parent[key] = other
      return copy.value
    })

type Place = readonly [parent: Record<string, unknown>, key: string]

const placesIn = (parent: object): Place[] =>
  Object.entries(parent).flatMap(([key, value]: [string, unknown]) => [
    [parent as Record<string, unknown>, key] as const,
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ])

import fc from 'fast-check'

/** One change of a webhook: somewhere in it, something else. */
export interface Mutation {
  /** Which of all places in the body, by number; counted round. */
  readonly where: number
  readonly what: 'remove' | 'replace' | 'repeat' | 'wrap' | 'rename' | 'swap'
  readonly value: unknown
}

const oddValues = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1.5e308,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    'null',
    '../../sessions/ses_test',
    '__proto__',
    '\ud83d',
    '\u0000',
    'x'.repeat(20_000),
    [],
    {},
    [[[]]],
    { __name__: 1, constructor: 2, toString: 3, '': 4, 'a.b': 5 },
    true,
    'messages',
    'account_update',
    'ACCOUNT_RESTRICTION',
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

const mutation: fc.Arbitrary<Mutation> = fc.record({
  where: fc.nat(),
  what: fc.constantFrom('remove', 'replace', 'repeat', 'wrap', 'rename', 'swap'),
  value: oddValues,
})

/** Some changes, few mostly: one that is torn to pieces tests less. */
export const mutations = fc.array(mutation, { maxLength: 6 })

/** The body with all changes made, one after the other. */
export const mutated = (json: object, changes: readonly Mutation[]): unknown =>
  changes.reduce<unknown>((body, change) => mutateOnce(body, change), structuredClone(json))

/** A place in a body: what holds it, and under which name. */
interface Spot {
  readonly holder: unknown[] | Record<string, unknown>
  readonly name: string
}

function mutateOnce(body: unknown, { where, what, value }: Mutation): unknown {
  const root = { body }
  const spots = spotsIn(root)
  const spot = spots[where % spots.length]
  if (!spot) return body
  const other = spots[(where * 31 + 7) % spots.length] ?? spot
  change(spot, { what, value, other })
  return root.body
}

function change(
  spot: Spot,
  { what, value, other }: Pick<Mutation, 'what' | 'value'> & { other: Spot },
): void {
  const { holder, name } = spot
  const was = at(spot)
  if (what === 'replace') put(spot, value)
  else if (what === 'wrap') put(spot, [was])
  else if (what === 'swap') put(spot, at(other))
  else if (what === 'repeat' && !Array.isArray(holder)) put(spot, [was, was])
  else if (Array.isArray(holder)) changeList(holder, { name, what })
  else {
    if (what === 'rename') holder[`${name}_`] = was
    Reflect.deleteProperty(holder, name)
  }
}

function changeList(list: unknown[], { name, what }: { name: string; what: Mutation['what'] }): void {
  if (what === 'repeat') list.push(list[Number(name)])
  else list.splice(Number(name), 1)
}

const at = ({ holder, name }: Spot): unknown => (holder as Record<string, unknown>)[name]
const put = ({ holder, name }: Spot, value: unknown): void =>
  void ((holder as Record<string, unknown>)[name] = structuredClone(value))

function spotsIn(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Spot['holder']
  return Object.entries(value).flatMap(([name, inner]) => [{ holder, name }, ...spotsIn(inner)])
}

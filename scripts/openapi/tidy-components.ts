/** One name for one schema: what the generator names twice, or with a number, gets the name it should have. */

interface Described {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

const reference = (name: string) => `"#/components/schemas/${name}"`

/**
 * `__schema0` and the like are any JSON value (the only recursion there is): they become `JsonValue`. `XOutput` is what
 * is answered where `X` is asked for: when both are the same, there is `X` alone.
 */
export function tidyComponents<Document extends Described>(document: Document): Document {
  const numbered = namesIn(document).filter((name) => name.startsWith('__schema'))
  const unnumbered = renamed(document, new Map(numbered.map((name) => [name, 'JsonValue'])))
  const schemas = unnumbered.components?.schemas ?? {}
  const suffixed = namesIn(unnumbered).filter((name) => name.endsWith('Output'))
  const bare = new Map(suffixed.map((name) => [name, name.slice(0, -'Output'.length)]))
  const same = [...bare].filter(
    ([name, other]) => other in schemas && withNames(schemas[name], bare) === withNames(schemas[other], bare),
  )
  return renamed(unnumbered, new Map(same))
}

const namesIn = ({ components }: Described): string[] => Object.keys(components?.schemas ?? {})

function renamed<Document extends Described>(
  document: Document,
  names: ReadonlyMap<string, string>,
): Document {
  const { components, ...rest } = JSON.parse(withNames(document, names), loosened) as Document
  const schemas = Object.entries(components?.schemas ?? {})
  const kept = new Map(schemas.map(([name, schema]) => [names.get(name) ?? name, schema]))
  return { ...rest, components: { ...components, schemas: Object.fromEntries(kept) } } as unknown as Document
}

/** Beside a reference, zod's `additionalProperties: false` would forbid what the reference describes. */
function loosened(_: string, node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('$ref' in node) || !('additionalProperties' in node))
    return node
  const { additionalProperties: _closed, ...rest } = node
  return rest
}

/** As text, so that equal is equal; every reference by its new name. */
const withNames = (schema: unknown, names: ReadonlyMap<string, string>): string =>
  [...names].reduce(
    (text, [name, other]) => text.replaceAll(reference(name), reference(other)),
    JSON.stringify(schema),
  )

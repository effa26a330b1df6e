/** `?fields=id,name,…`: developers.facebook.com/docs/graph-api/guides/field-expansion (nesting is skipped over). */
import { GraphError } from './graph-error.ts'

/** The named members of an object; 100 for a name the node does not have. `id` is always there. */
export function selectFields(
  node: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Record<string, unknown> {
  const chosen: Record<string, unknown> = {}
  for (const field of fields) {
    if (!(field in node))
      throw new GraphError({
        code: 100,
        message: `(#100) Tried accessing nonexisting field (${field}) on node type`,
      })
    if (node[field] !== undefined) chosen[field] = node[field]
  }
  return { ...chosen, id: node['id'] }
}

/** The names in a `fields` parameter, without what is nested in braces or brackets. */
export function fieldNames(parameter: string | undefined): string[] | undefined {
  if (parameter === undefined || parameter.trim() === '') return undefined
  const flat = parameter.replace(/\{[^{}]*\}|\([^()]*\)/g, '')
  return flat
    .split(',')
    .map((name) => name.trim().split('.')[0] ?? '')
    .filter((name) => name !== '')
}

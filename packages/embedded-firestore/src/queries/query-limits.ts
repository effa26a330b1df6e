import { invalid } from '../protocol/status.ts'
import { conditionsOf, inequalities } from './filter.ts'
import type { Condition, FilterTree, Operator } from './filter.ts'

/** https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
const maximumDisjunctions = 30
/** https://firebase.google.com/docs/firestore/query-data/multiple-range-fields#limitations */
const maximumInequalityFields = 10

const memberOperators: ReadonlySet<Operator> = new Set(['ARRAY_CONTAINS', 'ARRAY_CONTAINS_ANY'])
const listOperators: ReadonlySet<Operator> = new Set(['IN', 'ARRAY_CONTAINS_ANY'])
/** A query with not-in may have none of these, and only one not-in. */
const conflictsWithNotIn: ReadonlySet<Operator> = new Set(['NOT_EQUAL', 'IN', 'ARRAY_CONTAINS_ANY'])

/** Folds a tree: a number per condition, joined differently by `and` and `or`. */
function fold(
  tree: FilterTree,
  rules: { of: (condition: Condition) => number; and: Join; or: Join },
): number {
  if (tree.kind === 'condition') return rules.of(tree.condition)
  return tree.parts.map((part) => fold(part, rules)).reduce(rules[tree.kind])
}
type Join = (a: number, b: number) => number

const sum: Join = (a, b) => a + b
const product: Join = (a, b) => a * b
const larger: Join = (a, b) => Math.max(a, b)

/** Ways to match: the length of the filter in disjunctive normal form. */
const disjunctions = (tree: FilterTree) =>
  fold(tree, {
    of: ({ op, value }) =>
      listOperators.has(op) && 'arrayValue' in value ? (value.arrayValue.values ?? []).length : 1,
    and: product,
    or: sum,
  })

/** The most array memberships that one way to match asks for. */
const memberships = (tree: FilterTree) =>
  fold(tree, { of: ({ op }) => (memberOperators.has(op) ? 1 : 0), and: sum, or: larger })

const hasOr = (tree: FilterTree): boolean =>
  tree.kind === 'or' || (tree.kind === 'and' && tree.parts.some(hasOr))

function checkNotIn(tree: FilterTree): void {
  const operators = conditionsOf(tree).map(({ op }) => op)
  const notIn = operators.filter((op) => op === 'NOT_IN').length
  if (notIn === 0) return
  if (notIn > 1 || operators.some((op) => conflictsWithNotIn.has(op)) || hasOr(tree))
    throw invalid(
      'A query with NOT_IN cannot have another NOT_IN, NOT_EQUAL, IN, ARRAY_CONTAINS_ANY or an OR filter.',
    )
}

/** Throws INVALID_ARGUMENT for a filter beyond the limits of production. */
export function checkQueryLimits(tree: FilterTree): void {
  const ways = disjunctions(tree)
  if (ways > maximumDisjunctions)
    throw invalid(
      `The filter has ${ways} disjunctions, the maximum is ${maximumDisjunctions}. IN and ARRAY_CONTAINS_ANY count one per value.`,
    )
  if (memberships(tree) > 1)
    throw invalid('A query takes one ARRAY_CONTAINS or ARRAY_CONTAINS_ANY per disjunction.')
  checkNotIn(tree)
  const ranged = conditionsOf(tree).filter(({ op }) => inequalities.has(op))
  const fields = new Set(ranged.map(({ fieldPath }) => fieldPath)).size
  if (fields > maximumInequalityFields)
    throw invalid(
      `The query has inequalities on ${fields} fields, the maximum is ${maximumInequalityFields}.`,
    )
}

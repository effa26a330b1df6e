import { z } from 'zod'
import type { Finding } from './finding.ts'

const Field = z.object({
  fieldPath: z.string(),
  order: z.string().optional(),
  arrayConfig: z.string().optional(),
})
const Index = z.object({
  collectionGroup: z.string(),
  queryScope: z.string().default('COLLECTION'),
  fields: z.array(Field),
})
const Override = z.object({
  collectionGroup: z.string(),
  fieldPath: z.string(),
  ttl: z.boolean().optional(),
})

/** The format of `firestore.indexes.json` and of `firebase firestore:indexes`. */
export const IndexSpec = z.object({
  indexes: z.array(Index).default([]),
  fieldOverrides: z.array(Override).default([]),
})
export type IndexSpec = z.infer<typeof IndexSpec>

const HINT = 'Run "firebase deploy --only firestore:indexes"; building an index takes some minutes.'

/** Finds composite indexes and time-to-live policies that the deployed database lacks. */
export function indexFindings(wanted: IndexSpec, deployed: IndexSpec): Finding[] {
  const [indexes, policies] = [new Set(deployed.indexes.map(indexName)), new Set(policyNames(deployed))]
  return [
    missing('firestore.indexes', {
      what: 'composite indexes',
      wanted: wanted.indexes.map(indexName),
      lacks: (name) => !indexes.has(name),
      consequence: 'their queries fail',
    }),
    missing('firestore.ttl', {
      what: 'time-to-live policies',
      wanted: policyNames(wanted),
      lacks: (name) => !policies.has(name),
      consequence: 'old documents are never deleted',
    }),
  ]
}

interface Comparison {
  what: string
  wanted: readonly string[]
  lacks(name: string): boolean
  consequence: string
}

function missing(id: string, { what, wanted, lacks, consequence }: Comparison): Finding {
  const absent = wanted.filter(lacks)
  if (absent.length === 0)
    return { id, level: 'ok', message: `All ${String(wanted.length)} ${what} are deployed.` }
  return {
    id,
    level: 'fail',
    message: `Missing ${what}, so ${consequence}: ${absent.join('; ')}.`,
    hint: HINT,
  }
}

/** The document id is implicitly the last field of every index, in the direction of the field before it. */
function indexName({ collectionGroup, queryScope, fields }: z.infer<typeof Index>): string {
  const named = fields
    .filter(({ fieldPath }) => fieldPath !== '__name__')
    .map(
      ({ fieldPath, order = 'ASCENDING', arrayConfig }) =>
        `${fieldPath} ${(arrayConfig ?? order).toLowerCase()}`,
    )
  const scope = queryScope === 'COLLECTION' ? '' : ' (group)'
  return `${collectionGroup}${scope}: ${named.join(', ')}`
}

const policyNames = ({ fieldOverrides }: IndexSpec): string[] =>
  fieldOverrides
    .filter(({ ttl }) => ttl === true)
    .map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`)

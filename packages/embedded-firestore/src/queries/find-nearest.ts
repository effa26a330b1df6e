import { invalid } from '../protocol/status.ts'
import { vectorOf } from '../values/compare-values.ts'
import { parseFieldPath, valueAt } from '../values/field-path.ts'
import type { FindNearest } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
const length = (a: readonly number[]) => Math.sqrt(dot(a, a))

/** Smaller is nearer, except for the dot product. */
const measures = {
  EUCLIDEAN: (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0))),
  COSINE: (a: readonly number[], b: readonly number[]) => 1 - dot(a, b) / (length(a) * length(b)),
  DOT_PRODUCT: dot,
}

/** The distance of each document to the queried vector, by the measure asked for. */
export function distances(
  documents: readonly StoredDocument[],
  nearest: FindNearest,
): Map<StoredDocument, number> {
  const measure = measures[nearest.distanceMeasure as keyof typeof measures] as
    ((a: readonly number[], b: readonly number[]) => number) | undefined
  const target = vectorOf(nearest.queryVector)
  if (!measure || !target) throw invalid('findNearest needs a query vector and a distance measure.')
  const field = parseFieldPath(nearest.vectorField?.fieldPath ?? '')
  const result = new Map<StoredDocument, number>()
  for (const document of documents) {
    const vector = vectorOf(valueAt(document.fields, field))
    if (vector?.length === target.length) result.set(document, measure(vector, target))
  }
  return result
}

/** The nearest documents, nearest first, within the threshold and limit; documents without such a vector are left out. */
export function nearestDocuments(
  documents: readonly StoredDocument[],
  nearest: FindNearest,
): StoredDocument[] {
  const sign = nearest.distanceMeasure === 'DOT_PRODUCT' ? -1 : 1
  const threshold = nearest.distanceThreshold?.value
  const within = ([, distance]: [StoredDocument, number]) =>
    threshold === undefined || sign * distance <= sign * threshold
  return [...distances(documents, nearest)]
    .filter(within)
    .sort(([, a], [, b]) => sign * (a - b))
    .slice(0, nearest.limit?.value)
    .map(([document]) => document)
}

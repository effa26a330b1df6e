const isSurrogate = (unit: number) => (unit & 0xf800) === 0xd800

/** UTF-16 code units in the order of their UTF-8 bytes: surrogates (above U+FFFF) come after everything else. */
const utf8Rank = (unit: number) => (isSurrogate(unit) ? unit + 0x10000 : unit)

/** Orders text by its UTF-8 bytes, as Firestore does (JavaScript's own order differs above U+D800). */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return utf8Rank(left) - utf8Rank(right)
  }
  return a.length - b.length
}

const slash = 0x2f
const pathRank = (unit: number) => (unit === slash ? -1 : utf8Rank(unit))

const numericId = /^__id(-?\d+)__$/

/** Numeric ids (`__id7__`; only clients that delete recursively name them, as a lower end) come before all others. */
function compareSegments(a: string, b: string): number {
  const left = numericId.exec(a)?.[1]
  const right = numericId.exec(b)?.[1]
  if (left !== undefined && right !== undefined)
    return BigInt(left) < BigInt(right) ? -1 : Number(left !== right)
  if (left === undefined && right === undefined) return compareText(a, b)
  return left === undefined ? 1 : -1
}

function compareBySegments(a: string, b: string): number {
  const rightSegments = b.split('/')
  for (const [i, segment] of a.split('/').entries()) {
    const order = compareSegments(segment, rightSegments[i] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Orders resource names and paths segment by segment: a parent before its children, `a/b` before `a-b`. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0
  if (a.includes('/__id') || b.includes('/__id')) return compareBySegments(a, b)
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return pathRank(left) - pathRank(right)
  }
  return a.length - b.length
}

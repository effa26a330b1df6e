import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

/** No file of any workspace, tests included, imports itself through others. Imports of types count. */

type Graph = ReadonlyMap<string, readonly string[]>

const root = resolve(import.meta.dirname, '../..')

function importGraph(): Graph {
  const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = listing.split('\n').filter((file) => /\.(ts|tsx|mjs|vue)$/.test(file))
  const known = new Set(files)
  return new Map(files.map((file) => [file, importsOf(file).filter((to) => known.has(to))]))
}

function importsOf(file: string): string[] {
  const text = readTracked(file)
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName))
}

/** A file that was removed and is still in git's index imports nothing. */
function readTracked(file: string): string {
  try {
    return readFileSync(resolve(root, file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Tarjan's algorithm: the strongly connected components of more than one file, and files that import themselves. */
function cyclesIn(graph: Graph): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const lowOf = (file: string): number => low.get(file) ?? Infinity
  const visit = (file: string): void => {
    const own = index.size
    index.set(file, own)
    low.set(file, own)
    stack.push(file)
    for (const to of graph.get(file) ?? []) {
      if (!index.has(to)) visit(to)
      if (stack.includes(to)) low.set(file, Math.min(lowOf(file), lowOf(to)))
    }
    if (lowOf(file) !== own) return
    const component = stack.splice(stack.indexOf(file))
    if (component.length > 1 || graph.get(file)?.includes(file)) cycles.push(component.toSorted())
  }
  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  return cycles
}

it('finds cycles, and only cycles', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', []],
    ['f', ['f']],
    ['g', ['a']],
  ])
  expect(cyclesIn(graph)).toEqual([['a', 'b', 'c'], ['f']])
})

it('has no import cycle', () => {
  const graph = importGraph()
  expect(graph.size).toBeGreaterThan(500)
  expect(cyclesIn(graph)).toEqual([])
})

import { expect, it } from 'vitest'
import { rejectDuplicateDocuments } from '../src/engine/commit.ts'
import { clearDatabase } from '../src/engine/clear.ts'
import { fromMicros } from '../src/values/timestamp.ts'
import { bool, double, engineRig, int, list, map, nothing, statusOf, text } from './support/engine-rig.ts'
import type { Fields, FieldTransform, Value } from '../src/protocol/messages.ts'

const transform = (fieldPath: string, change: FieldTransform): FieldTransform => ({ fieldPath, ...change })

it('creates with exists: false once', () => {
  const { commit, set, fields } = engineRig()
  const create = (n: number) => set('c/a', { n: int(n) }, { currentDocument: { exists: false } })
  commit(create(1))
  expect(statusOf(() => commit(create(2)))).toBe('ALREADY_EXISTS')
  expect(fields('c/a')).toEqual({ n: int(1) })
})

it('updates with exists: true only what exists', () => {
  const { commit, set, fields } = engineRig()
  const update = set('c/a', { n: int(2) }, { currentDocument: { exists: true } })
  expect(statusOf(() => commit(update))).toBe('NOT_FOUND')
  commit(set('c/a', { n: int(1) }))
  commit(update)
  expect(fields('c/a')).toEqual({ n: int(2) })
})

it('writes at a known update time only', () => {
  const { commit, set, remove, find } = engineRig()
  commit(set('c/a', { n: int(1) }))
  const first = fromMicros(find('c/a')?.updateTime ?? 0)
  commit(set('c/a', { n: int(2) }, { currentDocument: { updateTime: first } }))
  expect(statusOf(() => commit(remove('c/a', { currentDocument: { updateTime: first } })))).toBe(
    'FAILED_PRECONDITION',
  )
  expect(statusOf(() => commit(remove('c/none', { currentDocument: { updateTime: first } })))).toBe(
    'FAILED_PRECONDITION',
  )
})

it('applies all writes of a commit or none', () => {
  const { commit, set, fields } = engineRig()
  commit(set('c/b', {}))
  const writes = [set('c/a', { n: int(1) }), set('c/b', {}, { currentDocument: { exists: false } })]
  expect(statusOf(() => commit(...writes))).toBe('ALREADY_EXISTS')
  expect(fields('c/a')).toBeUndefined()
})

it('lets a write see the earlier writes of its commit', () => {
  const { commit, set, remove, fields } = engineRig()
  const created = { currentDocument: { exists: false } }
  commit(set('c/a', { n: int(1) }), remove('c/a'), set('c/a', { n: int(2) }, created))
  expect(fields('c/a')).toEqual({ n: int(2) })
})

it('gives every document of a commit the same update time, later than every earlier commit', () => {
  const { commit, set, find } = engineRig()
  commit(set('c/a', { n: int(1) }), set('c/b', {}))
  const first = find('c/a')
  expect(find('c/b')?.updateTime).toBe(first?.updateTime)
  commit(set('c/a', { n: int(2) }))
  expect(find('c/a')?.updateTime).toBeGreaterThan(first?.updateTime ?? Infinity)
  expect(find('c/a')?.createTime).toBe(first?.createTime)
})

it('keeps the update time of a write that changes nothing', () => {
  const { commit, set, find } = engineRig()
  commit(set('c/a', { n: int(1) }))
  const before = find('c/a')
  commit(set('c/a', { n: int(1) }))
  expect(find('c/a')).toBe(before)
})

it('gets a new create time after a delete', () => {
  const { commit, set, remove, find } = engineRig()
  commit(set('c/a', {}))
  const first = find('c/a')?.createTime ?? Infinity
  commit(remove('c/a'))
  commit(set('c/a', {}))
  expect(find('c/a')?.createTime).toBeGreaterThan(first)
})

const before: Fields = { a: int(1), m: map({ x: int(1), y: int(2) }) }
it.each<[string[] | undefined, Fields, Fields]>([
  [undefined, { b: int(2) }, { b: int(2) }],
  [[], { b: int(2) }, before],
  [['b'], { b: int(2), c: int(3) }, { ...before, b: int(2) }],
  [['a'], {}, { m: map({ x: int(1), y: int(2) }) }],
  [['m.x'], { m: map({ x: int(9), y: int(9) }) }, { a: int(1), m: map({ x: int(9), y: int(2) }) }],
  [['m.x'], {}, { a: int(1), m: map({ y: int(2) }) }],
  [['m'], { m: map({ z: int(3) }) }, { a: int(1), m: map({ z: int(3) }) }],
  [['a.b'], { a: map({ b: int(1) }) }, { ...before, a: map({ b: int(1) }) }],
  [['`odd.name`'], { 'odd.name': int(5) }, { ...before, 'odd.name': int(5) }],
])('merges with the mask %j', (fieldPaths, given, after) => {
  const { commit, set, fields } = engineRig()
  commit(set('c/a', before))
  commit(set('c/a', given, fieldPaths ? { updateMask: { fieldPaths } } : {}))
  expect(fields('c/a')).toEqual(after)
})

it.each<[string, Value | undefined, FieldTransform, Value, Value?]>([
  ['increments an integer', int(1), { increment: int(2) }, int(3)],
  ['increments to a double', int(1), { increment: double(0.5) }, double(1.5)],
  ['starts to count at nothing', undefined, { increment: int(2) }, int(2)],
  ['replaces text by the increment', text('x'), { increment: int(2) }, int(2)],
  ['takes the maximum', int(5), { maximum: int(7) }, int(7)],
  ['keeps the maximum', int(5), { maximum: int(3) }, int(5)],
  ['takes the minimum', int(5), { minimum: double(4.5) }, double(4.5)],
  [
    'adds missing elements',
    list(int(1)),
    { appendMissingElements: { values: [int(1), int(2)] } },
    list(int(1), int(2)),
    nothing,
  ],
  [
    'adds each element once',
    undefined,
    { appendMissingElements: { values: [int(1), int(1)] } },
    list(int(1)),
    nothing,
  ],
  [
    'takes 1 and 1.0 for one element',
    list(int(1)),
    { appendMissingElements: { values: [double(1)] } },
    list(int(1)),
    nothing,
  ],
  [
    'removes every occurrence',
    list(int(1), int(2), int(1)),
    { removeAllFromArray: { values: [int(1)] } },
    list(int(2)),
    nothing,
  ],
  ['removes from nothing', undefined, { removeAllFromArray: { values: [int(1)] } }, list(), nothing],
])('transform %s', (_, old, change, after, result) => {
  const { commit, set, fields } = engineRig()
  commit(set('c/a', old ? { f: old } : {}))
  const outcome = commit(
    set('c/a', {}, { updateMask: { fieldPaths: [] }, updateTransforms: [transform('f', change)] }),
  )
  expect(fields('c/a')).toEqual({ f: after })
  expect(outcome.results[0]?.transformResults).toEqual([result ?? after])
})

it('sets the server time in milliseconds', () => {
  const { engine, commit, set, fields, advance } = engineRig()
  advance(0.25)
  engine.clock.next()
  commit(set('c/a', {}, { updateTransforms: [transform('at', { setToServerValue: 'REQUEST_TIME' })] }))
  expect(fields('c/a')).toEqual({ at: { timestampValue: { seconds: '1767225600', nanos: 250_000_000 } } })
})

it('applies several transforms in order, also to one field', () => {
  const { commit, set, fields } = engineRig()
  const transforms = [
    transform('n', { increment: int(5) }),
    transform('n', { maximum: int(3) }),
    transform('m.x', { increment: int(1) }),
  ]
  commit(set('c/a', { n: int(1) }, { updateTransforms: transforms }))
  expect(fields('c/a')).toEqual({ n: int(6), m: map({ x: int(1) }) })
})

it('transforms a document that does not exist yet', () => {
  const { commit, name, fields } = engineRig()
  commit({ transform: { document: name('c/a'), fieldTransforms: [transform('n', { increment: int(1) })] } })
  expect(fields('c/a')).toEqual({ n: int(1) })
})

const deep = (levels: number): Value => (levels === 0 ? int(1) : map({ m: deep(levels - 1) }))
it.each<[string, Fields]>([
  ['an array in an array', { a: list(list(int(1))) }],
  ['a reserved field name', { __a__: int(1) }],
  ['an empty field name', { '': int(1) }],
  ['a field name of 1501 bytes', { ['x'.repeat(1501)]: int(1) }],
  ['21 levels', { m: deep(20) }],
  ['a latitude of 91', { g: { geoPointValue: { latitude: 91, longitude: 0 } } }],
  ['a year after 9999', { t: { timestampValue: { seconds: '253402300800' } } }],
  ['a value of two types', { v: { ...int(1), ...text('x') } }],
  ['more than 1 MiB', { t: text('x'.repeat(1_048_576)) }],
])('refuses %s', (_, given) => {
  const { commit, set, fields } = engineRig()
  expect(statusOf(() => commit(set('c/a', given)))).toBe('INVALID_ARGUMENT')
  expect(fields('c/a')).toBeUndefined()
})

it('takes what lies just within the limits', () => {
  const { commit, set, fields } = engineRig()
  const given = { m: deep(19), ['y'.repeat(1500)]: bool(true), l: list(map({ l: list(int(1)) })) }
  commit(set('c/a', given))
  expect(fields('c/a')).toEqual(given)
})

it.each(['c', 'c/a/d', 'c/__x__', 'c/..', 'c/', `c/${'x'.repeat(1501)}`])('refuses to write %s', (path) => {
  const { commit, set } = engineRig()
  expect(statusOf(() => commit(set(path, {})))).toBe('INVALID_ARGUMENT')
})

it('refuses a document of another database', () => {
  const { commit } = engineRig()
  const update = { name: 'projects/demo-e/databases/other/documents/c/a', fields: {} }
  expect(statusOf(() => commit({ update }))).toBe('INVALID_ARGUMENT')
})

it('refuses a write of no kind, and a batch that names a document twice', () => {
  const { commit, set, remove } = engineRig()
  expect(statusOf(() => commit({}))).toBe('INVALID_ARGUMENT')
  expect(statusOf(() => rejectDuplicateDocuments([set('c/a', {}), remove('c/a')]))).toBe('INVALID_ARGUMENT')
  rejectDuplicateDocuments([set('c/a', {}), remove('c/b')])
})

it('notifies observers before and after a commit, and lets the first stop it', () => {
  const { engine, commit, set, fields } = engineRig()
  const seen: string[] = []
  engine.observers.push({
    record: ({ changes }) => {
      if (changes.some(({ path }) => path === 'c/refused')) throw new Error('disk full')
      seen.push('record')
    },
    applied: ({ changes }) => void seen.push(...changes.map(({ path }) => path)),
  })
  commit(set('c/a', {}), set('c/b', {}))
  expect(seen).toEqual(['record', 'c/a', 'c/b'])
  expect(() => commit(set('c/refused', {}))).toThrow('disk full')
  expect(fields('c/refused')).toBeUndefined()
})

it('does not notify of a commit without a change', () => {
  const { engine, commit, set, remove } = engineRig()
  commit(set('c/a', { n: int(1) }))
  engine.observers.push({
    applied: () => {
      throw new Error('notified')
    },
  })
  commit(set('c/a', { n: int(1) }), remove('c/none'))
})

it('clears a database without notifying of commits', () => {
  const { engine, database, commit, set, fields, ids } = engineRig()
  commit(set('c/a', { n: int(1) }), set('c/a/d/b', {}))
  const seen: string[] = []
  engine.observers.push({
    applied: () => void seen.push('applied'),
    beforeClear: () => void seen.push(`before ${fields('c/a') !== undefined}`),
    afterClear: ({ changes }) => void seen.push(`after ${changes.length}`),
  })
  clearDatabase(engine, database)
  expect(seen).toEqual(['before true', 'after 2'])
  expect(ids({})).toEqual([])
})

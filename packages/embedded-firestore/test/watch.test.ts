import { expect, it } from 'vitest'
import { beginWatch, difference } from '../src/listen/watch.ts'
import { parseTarget, type TargetRequest } from '../src/listen/target.ts'
import { engineRig, int, statusOf } from './support/engine-rig.ts'
import type { Fields } from '../src/protocol/messages.ts'

const query = {
  parent: 'projects/demo-e/databases/(default)/documents',
  structuredQuery: {
    from: [{ collectionId: 'c' }],
    where: { fieldFilter: { field: { fieldPath: 'n' }, op: 'GREATER_THAN', value: int(0) } },
  },
}

interface Response {
  targetChange?: { targetChangeType: string; resumeToken?: Buffer }
  documentChange?: { document: { name: string; fields: Fields } }
  documentRemove?: { document: string }
  documentDelete?: { document: string }
}

const idOf = (name: string) => name.split('/').at(-1) ?? ''
/** Responses in one word each. */
const summary = (responses: object[]) =>
  (responses as Response[]).map(({ targetChange, documentChange, documentRemove, documentDelete }) => {
    if (targetChange) return targetChange.targetChangeType
    if (documentChange) return `change ${idOf(documentChange.document.name)}`
    if (documentRemove) return `remove ${idOf(documentRemove.document)}`
    return `delete ${idOf(documentDelete?.document ?? '')}`
  })

function watchRig(request: TargetRequest = { query, targetId: 1 }) {
  const rig = engineRig()
  const begin = (more: TargetRequest = {}) =>
    beginWatch(parseTarget(rig.engine, { ...request, ...more }), more, rig.engine.clock)
  return { ...rig, begin, now: () => rig.engine.clock.read() }
}

const tokenOf = (responses: object[]) =>
  (responses as Response[]).findLast(({ targetChange }) => targetChange?.resumeToken)?.targetChange
    ?.resumeToken

it('sends the documents of a target, then that it is current', () => {
  const { fill, begin } = watchRig()
  fill({ a: { n: int(1) }, b: { n: int(0) }, d: { n: int(2) } })
  const { responses, documents } = begin()
  expect(summary(responses)).toEqual(['ADD', 'change a', 'change d', 'CURRENT', 'NO_CHANGE'])
  expect(documents).toBe(2)
})

it('sends changes since the last snapshot once', () => {
  const { fill, commit, set, begin, now } = watchRig()
  fill({ a: { n: int(1) } })
  const { watch } = begin()
  commit(set('c/a', { n: int(5) }), set('c/b', { n: int(1) }))
  expect(summary(difference(watch, now()))).toEqual(['change b', 'change a'])
  expect(difference(watch, now())).toEqual([])
})

it('removes documents that no longer match, and deletes those that are gone', () => {
  const { fill, commit, set, remove, begin, now } = watchRig()
  fill({ a: { n: int(1) }, b: { n: int(1) } })
  const { watch } = begin()
  commit(set('c/a', { n: int(0) }), remove('c/b'))
  expect(summary(difference(watch, now()))).toEqual(['remove a', 'delete b'])
})

it('sends after a resume only what has changed since the token', () => {
  const { fill, commit, set, begin } = watchRig()
  fill({ a: { n: int(1) }, b: { n: int(1) } })
  const resumeToken = tokenOf(begin().responses)
  commit(set('c/b', { n: int(2) }))
  const resumed = begin({ ...(resumeToken && { resumeToken }) })
  expect(summary(resumed.responses)).toEqual(['ADD', 'change b', 'CURRENT', 'NO_CHANGE'])
})

it('sends everything again when the token is too old or unknown', () => {
  const { fill, begin, advance } = watchRig()
  fill({ a: { n: int(1) } })
  const resumeToken = tokenOf(begin().responses)
  advance(120)
  for (const token of [resumeToken, Buffer.from('of another server')])
    expect(summary(begin({ ...(token && { resumeToken: token }) }).responses)).toEqual([
      'ADD',
      'RESET',
      'change a',
      'CURRENT',
      'NO_CHANGE',
    ])
})

it('watches named documents, also those that do not exist yet', () => {
  const documents = { documents: ['a', 'b'].map((id) => `${query.parent}/c/${id}`) }
  const { commit, set, begin, now } = watchRig({ documents, targetId: 2 })
  commit(set('c/a', {}), set('c/other', {}))
  const { watch, responses } = begin()
  expect(summary(responses)).toEqual(['ADD', 'change a', 'CURRENT', 'NO_CHANGE'])
  commit(set('c/b', {}), set('c/other', { n: int(1) }))
  expect(summary(difference(watch, now()))).toEqual(['change b'])
})

it('is concerned by changes into, within and out of the query, not by others', () => {
  const { engine, commit, set } = watchRig()
  const target = parseTarget(engine, { query, targetId: 1 })
  const seen: boolean[] = []
  engine.observers.push({
    applied: ({ changes }) => void seen.push(...changes.map((one) => target.concerns(one))),
  })
  for (const n of [-1, 1, 2, 0, -1]) commit(set('c/a', { n: int(n) }))
  expect(seen).toEqual([false, true, true, true, false])
})

it('refuses targets of no kind, of no document, and of a malformed query', () => {
  const { engine } = engineRig()
  expect(statusOf(() => parseTarget(engine, {}))).toBe('INVALID_ARGUMENT')
  expect(statusOf(() => parseTarget(engine, { documents: {} }))).toBe('INVALID_ARGUMENT')
  const structuredQuery = { offset: -1 }
  expect(statusOf(() => parseTarget(engine, { query: { ...query, structuredQuery } }))).toBe(
    'INVALID_ARGUMENT',
  )
})

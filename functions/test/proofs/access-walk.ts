/**
 * Calls every route with every resource as every caller, and compares what they reach with what they hold. The rule is
 * written here a second time, in other words than in the code.
 */
import { createApiServices } from '../../src/composition/api.ts'
import type { Platform } from '../../src/composition/platform.ts'
import type { Route } from '../../src/http/route.ts'
import { createApiRig, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { walkCallers, type WalkCaller } from './access-callers.ts'
import { walkCalls, type WalkCall } from './access-calls.ts'
import { createResources, sessionOwners, type Resource } from './access-resources.ts'
import type { SeededRandom } from './seeded-random.ts'

export interface WalkRow {
  readonly route: string
  readonly calls: number
  readonly resources: number
  readonly callers: number
  reached: number
  refused: number
}

export interface WalkReport {
  readonly rows: readonly WalkRow[]
  /** What a caller reached and does not hold. */
  readonly leaks: readonly string[]
}

interface Walk {
  readonly rig: EngineRig
  readonly api: ApiRig
  readonly resources: readonly Resource[]
  readonly callers: readonly WalkCaller[]
  /** Brings the database back to its beginning. */
  restore(): Promise<void>
}

interface Attempt {
  readonly route: Route
  readonly call: WalkCall
  readonly resource: Resource
  readonly caller: WalkCaller
}

/** @param sample what share of the calls to make, chosen by what; left out: all */
export async function accessWalk(sample?: { share: number; random: SeededRandom }): Promise<WalkReport> {
  const rig = await engineRig()
  try {
    const platform: Platform = { ...rig.platform, blobStore: async () => noFiles }
    const { routes } = createApiServices(platform, {
      authenticate: async () => Promise.reject(new Error('not used')),
      referenceFile: async () => Buffer.from(''),
    })
    const resources = await createResources(rig)
    const callers = await walkCallers(rig)
    const api = createApiRig({ ...rig, platform }, () => routes)
    const walk = { rig, api, resources, callers, restore: await snapshot(rig) }
    const leaks: string[] = []
    const rows: WalkRow[] = []
    for (const route of routes) {
      const attempts = attemptsOf(route, walk).filter(() => !sample || sample.random.chance(sample.share))
      const row = rowOf(route, attempts.length, walk)
      rows.push(row)
      for (const attempt of attempts) leaks.push(...(await leaksOf(attempt, row, walk)))
    }
    return { rows, leaks }
  } finally {
    await rig.close()
  }
}

function callOf({ method, path }: Route): WalkCall {
  const call = walkCalls[`${method} ${path}`]
  if (!call) throw new Error(`${method} ${path} is not in access-calls.ts.`)
  return call
}

function attemptsOf(route: Route, { resources, callers }: Walk): Attempt[] {
  const call = callOf(route)
  return resources
    .filter(({ kind }) => kind === call.names)
    .flatMap((resource) => callers.map((caller) => ({ route, call, resource, caller })))
}

const rowOf = (route: Route, calls: number, { resources, callers }: Walk): WalkRow => ({
  route: `${route.method} ${route.path}`,
  calls,
  resources: resources.filter(({ kind }) => kind === callOf(route).names).length,
  callers: callers.length,
  reached: 0,
  refused: 0,
})

/** Makes a call; what it reached and should not have. */
async function leaksOf(attempt: Attempt, row: WalkRow, walk: Walk): Promise<string[]> {
  const { route, resource, caller } = attempt
  const { status, text } = await walk.api.askText(pathOf(attempt), questionOf(attempt))
  const isRefused = [401, 403, 404].includes(status)
  row[isRefused ? 'refused' : 'reached']++
  if (route.access === 'public') return []
  const what = `${row.route} of ${resource.kind} ${resource.mark ?? resource.id} as ${caller.name}: ${String(status)}`
  const shown = walk.resources.filter(
    (other) => other.mark !== undefined && text.includes(other.mark) && !isHeld(caller, other),
  )
  const stored = isRefused || route.method === 'GET' ? [] : await wrongMessages(walk.rig, caller)
  if (!isRefused && route.method !== 'GET') await walk.restore()
  return [
    ...(isRefused || isHeld(caller, targetOf(attempt)) ? [] : [what]),
    ...shown.map(({ mark = '' }) => `${what} shows ${mark}`),
    ...stored.map((id) => `${what} stored ${id}`),
  ]
}

const noFiles = {
  put: async () => undefined,
  open: async () => null,
  remove: async () => undefined,
  removeDaysBefore: async () => 0,
}

/** What a call acts on: to change a session or read its health is live, to use it is not. */
const targetOf = ({ resource, call }: Attempt): Resource =>
  resource.kind === 'session' && call.isUse !== true ? { ...resource, mode: 'live' } : resource

/** Whether a caller may reach a resource at all. */
function isHeld(caller: WalkCaller, resource: Resource): boolean {
  if (caller.kind === 'stranger') return false
  if (resource.kind === 'none') return true
  if (!isWithinKey(caller, resource)) return false
  if (caller.isOperator) return true
  if (resource.kind === 'installation' || resource.kind === 'key') return false
  const owners = sessionOwners[resource.session ?? ''] ?? []
  return resource.owner === caller.owner || owners.includes(caller.owner)
}

/** Mode and binding of a key; of other keys, a bound one holds those of its owner. */
const isWithinKey = (caller: WalkCaller, { kind, owner, session, mode }: Resource): boolean =>
  (caller.mode === 'live' || mode !== 'live') &&
  (!caller.bound || (session !== undefined && caller.bound.includes(session))) &&
  (!caller.bound || kind !== 'key' || owner === caller.owner)

function pathOf({ route: { path }, call: { query }, resource }: Attempt): string {
  const id = ['installation', 'none'].includes(resource.kind) ? 'x' : resource.id
  return `${path.replaceAll(/\{\w+\}/g, id)}${query?.(resource) ?? ''}`
}

const questionOf = ({ route: { method }, call: { body }, resource, caller }: Attempt) => ({
  method,
  ...(caller.bearer !== undefined && { as: caller.bearer }),
  ...(body && { body: body(resource) }),
})

/** New messages of another mode than the caller's. */
async function wrongMessages({ db, clock }: EngineRig, { kind, mode }: WalkCaller): Promise<string[]> {
  if (kind !== 'key') return []
  const { docs } = await db
    .collection('messages')
    .where('createdAt', '>', new Date(clock.now().getTime() - 1))
    .get()
  return docs
    .filter((one) => one.get('to') === '+972546800361' && one.get('mode') !== mode)
    .map(({ id }) => id)
}

/** Remembers the database; the answer brings it back. */
async function snapshot({ db, needs }: EngineRig): Promise<() => Promise<void>> {
  const read = async () => {
    const collections = await db.listCollections()
    return (await Promise.all(collections.map((collection) => collection.get()))).flatMap(({ docs }) => docs)
  }
  const before = new Map((await read()).map((document) => [document.ref.path, document]))
  return async () => {
    const batch = db.batch()
    for (const { ref } of await read()) if (!before.has(ref.path)) batch.delete(ref)
    for (const document of before.values()) batch.set(document.ref, document.data())
    await batch.commit()
    needs.invalidateSessions()
  }
}

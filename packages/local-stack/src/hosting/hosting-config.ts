/** The `hosting` part of firebase.json, and the choice it makes for a path. https://firebase.google.com/docs/hosting/full-config */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'

export interface HostingConfig {
  /** Absolute path of the directory of static files. */
  publicDirectory: string
  rewrites: Rewrite[]
  headers: { source: string; headers: { key: string; value: string }[] }[]
}

interface Rewrite {
  source: string
  destination?: string
  function?: { functionId: string; region?: string }
}

/** What hosting does with a path: a file wins over a rewrite, as on Firebase Hosting. */
export type HostingChoice =
  | { kind: 'file'; path: string }
  | { kind: 'function'; functionId: string; region?: string }
  | { kind: 'not-found' }

/** Reads firebase.json; throws when it has no `hosting.public`. */
export function readHostingConfig(firebaseJsonPath: string): HostingConfig {
  const { hosting } = JSON.parse(readFileSync(firebaseJsonPath, 'utf8')) as {
    hosting: { public: string } & Partial<Pick<HostingConfig, 'rewrites' | 'headers'>>
  }
  return {
    publicDirectory: join(dirname(firebaseJsonPath), hosting.public),
    rewrites: hosting.rewrites ?? [],
    headers: hosting.headers ?? [],
  }
}

/** Decides what answers a path (decoded, without query). */
export function chooseHosting(config: HostingConfig, path: string): HostingChoice {
  const file = findFile(config.publicDirectory, path)
  if (file !== undefined) return { kind: 'file', path: file }
  const rewrite = config.rewrites.find(({ source }) => matches(source, path))
  if (rewrite?.function) return { kind: 'function', ...rewrite.function }
  const destination =
    rewrite?.destination === undefined ? undefined : findFile(config.publicDirectory, rewrite.destination)
  return destination === undefined ? { kind: 'not-found' } : { kind: 'file', path: destination }
}

/** The extra headers firebase.json gives a path. */
export function hostingHeaders(config: HostingConfig, path: string): [string, string][] {
  const rules = config.headers.filter(({ source }) => matches(source, path))
  return rules.flatMap(({ headers }) => headers.map(({ key, value }) => [key, value] as [string, string]))
}

function matches(glob: string, path: string): boolean {
  return posix.matchesGlob(path, glob) || posix.matchesGlob(path.replace(/^\//, ''), glob)
}

function findFile(directory: string, path: string): string | undefined {
  const inside = normalize(join(directory, path))
  if (!inside.startsWith(directory) || !existsSync(inside)) return undefined
  if (!statSync(inside).isDirectory()) return inside
  const index = join(inside, 'index.html')
  return existsSync(index) ? index : undefined
}

/** The `hosting` part of firebase.json: https://firebase.google.com/docs/hosting/full-config */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Superstatic's configuration, and the directory that `public` is relative to. */
export interface HostingConfig {
  readonly directory: string
  readonly site: { readonly public: string; readonly [key: string]: unknown }
}

/** A rewrite whose target is a function. */
export interface FunctionRewrite {
  readonly function: { readonly functionId: string; readonly region?: string }
}

/** Reads firebase.json; throws when it has no `hosting.public`. */
export function readHostingConfig(firebaseJsonPath: string): HostingConfig {
  const { hosting } = JSON.parse(readFileSync(firebaseJsonPath, 'utf8')) as {
    hosting?: HostingConfig['site']
  }
  if (typeof hosting?.public !== 'string') throw new Error(`${firebaseJsonPath} has no hosting.public.`)
  return { directory: dirname(firebaseJsonPath), site: hosting }
}

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Metafile } from 'esbuild'

const functions = resolve(import.meta.dirname, '../..')

/** The folder that a deploy uploads, built from the sources as they are now. */
export interface Deployable {
  readonly directory: string
  readonly entry: string
  readonly metafile: Metafile
  remove(): void
}

/**
 * Builds the functions into a folder of its own, so that nothing depends on an earlier build and tests may run
 * beside each other. It lies where the dependencies of the functions are found.
 */
export async function buildDeployable(): Promise<Deployable> {
  const place = join(functions, 'node_modules/.waypost')
  mkdirSync(place, { recursive: true })
  const directory = mkdtempSync(join(place, 'deployable-'))
  cpSync(join(functions, 'package.json'), join(directory, 'package.json'))
  await promisify(execFile)(process.execPath, [join(functions, 'build.mjs'), join(directory, 'lib')])
  return {
    directory,
    entry: join(directory, 'lib/index.js'),
    metafile: JSON.parse(readFileSync(join(directory, 'lib/meta.json'), 'utf8')) as Metafile,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

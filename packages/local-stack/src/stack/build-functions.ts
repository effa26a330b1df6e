/** Builds the functions when the bundle is missing or older than its sources. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StackError } from '../stack-error.ts'
import { repositoryRoot } from '../stack-file.ts'

/** Where the build puts the entry of the bundle. */
export const bundlePath = join(repositoryRoot, 'functions/lib/index.js')

const SOURCES = [
  'functions/src',
  'functions/build.mjs',
  'functions/package.json',
  'packages/contract/src',
  'docs/reference/openapi.json',
]

/** Builds if needed and returns whether it did; throws a StackError with the build output on failure. */
export async function buildFunctionsIfStale(): Promise<boolean> {
  if (existsSync(bundlePath) && statSync(bundlePath).mtimeMs >= newestSource()) return false
  try {
    await promisify(execFile)(process.execPath, ['functions/build.mjs'], { cwd: repositoryRoot })
    return true
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    throw new StackError(`The functions could not be built (node functions/build.mjs):\n${stderr || message}`)
  }
}

function newestSource(): number {
  const files = SOURCES.map((source) => join(repositoryRoot, source)).flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
  })
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

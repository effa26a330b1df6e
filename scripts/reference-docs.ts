/**
 * Writes the generated pages of docs/reference and the generated types of the client.
 * `--check` writes nothing and fails when a page is not what it should be.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { clientTypes } from './client/client-types.ts'
import { errorReference } from './error-reference.ts'
import { eventReference } from './event-reference.ts'
import { apiReference } from './openapi/api-reference.ts'
import { openApiJson } from './openapi/document.ts'

const root = resolve(import.meta.dirname, '..')
const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/errors.md': errorReference,
  'docs/reference/events.md': eventReference,
  'docs/reference/openapi.json': openApiJson,
  'docs/reference/api.md': apiReference,
  'packages/client/src/generated/api-types.ts': clientTypes,
}

export interface Page {
  path: string
  /** As it should be. */
  text: string
  /** As it is; undefined when there is none. */
  current: string | undefined
}

/** Every generated page. */
export async function referencePages(): Promise<Page[]> {
  return Promise.all(
    Object.entries(pages).map(async ([name, generate]) => {
      const path = resolve(root, name)
      return { path, text: await generate(), current: await readIfThere(path) }
    }),
  )
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function main(checkOnly: boolean): Promise<void> {
  for (const { path, text, current } of await referencePages()) {
    if (text === current) continue
    const name = relative(root, path)
    if (checkOnly) {
      console.error(`${name} is stale: run "npm run openapi" and commit the result.`)
      process.exitCode = 1
      continue
    }
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    console.log(`${name} written`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(process.argv.includes('--check'))

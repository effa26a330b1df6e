import { invalid } from '../protocol/status.ts'

/** A name taken apart: `projects/p/databases/d/documents/a/b` has database `projects/p/databases/d` and path `a/b`. */
export interface ResourceName {
  readonly database: string
  /** Relative to the database's root; '' is the root itself. */
  readonly path: string
}

const databaseName = /^projects\/[^/]+\/databases\/[^/]+$/
const resource = /^(projects\/[^/]+\/databases\/[^/]+)\/documents(?:\/(.*))?$/s
const reserved = /^__.*__$/s
const maximumIdBytes = 1500

/** Checks the name of a database, `projects/{project}/databases/{database}`, and returns it. */
export function parseDatabaseName(name: string | undefined): string {
  if (name === undefined || !databaseName.test(name))
    throw invalid(`"${name ?? ''}" is no database: write projects/{project}/databases/{database}.`)
  return name
}

function checkId(id: string): void {
  if (id === '' || id === '.' || id === '..')
    throw invalid(`Resource id "${id}" is invalid: ids may not be empty, "." or "..".`)
  if (reserved.test(id)) throw invalid(`Resource id "${id}" is invalid because it is reserved.`)
  if (Buffer.byteLength(id) > maximumIdBytes)
    throw invalid(`Resource ids may have ${maximumIdBytes} bytes at most.`)
}

function parse(name: string): ResourceName & { segments: string[] } {
  const [, database, path = ''] = resource.exec(name) ?? []
  if (database === undefined)
    throw invalid(`"${name}" is no resource name: write projects/{project}/databases/{database}/documents/…`)
  const segments = path === '' ? [] : path.split('/')
  segments.forEach(checkId)
  return { database, path, segments }
}

/** Reads the name of a document; throws when it names a collection, the root, or has a reserved id. */
export function parseDocumentName(name: string | undefined): ResourceName {
  const parsed = parse(name ?? '')
  if (parsed.segments.length === 0 || parsed.segments.length % 2 === 1)
    throw invalid(
      `Document name "${String(name)}" lacks an id: a document path has an even number of segments.`,
    )
  return parsed
}

/** Reads the name of something that can hold collections: the root `…/documents` or a document. */
export function parseParentName(name: string | undefined): ResourceName {
  const parsed = parse(name ?? '')
  if (parsed.segments.length % 2 === 1)
    throw invalid(`"${String(name)}" names a collection: give its document or the root.`)
  return parsed
}

/** `projects/p/databases/d/documents/a/b` from its two parts. */
export const documentName = (database: string, path: string) => `${database}/documents/${path}`

/** The collection a document lies in, and its id there. */
export function splitPath(path: string): { collection: string; id: string } {
  const cut = path.lastIndexOf('/')
  return { collection: path.slice(0, cut), id: path.slice(cut + 1) }
}

/** The last segment of a collection's path. */
export const collectionIdOf = (collectionPath: string) =>
  collectionPath.slice(collectionPath.lastIndexOf('/') + 1)

/** The id of the collection that a document's path lies in. */
export const collectionIdOfDocument = (path: string) => collectionIdOf(splitPath(path).collection)

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadReferenceFile } from './reference-page.ts'

/** The files of the reference in a folder. */
export const referenceFilesIn =
  (directory: string): ReadReferenceFile =>
  (name) =>
    readFile(join(directory, name))

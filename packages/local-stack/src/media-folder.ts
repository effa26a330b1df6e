/** Local folder for received media, in place of a storage bucket. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDirectoryAt } from './stack-file.ts'
import type { Closers } from './stack/closers.ts'

/** A folder beside the stack's other data; for an ephemeral stack, a temporary folder that is removed at the end. */
export function mediaFolder({
  portOffset,
  ephemeral,
  closers,
}: {
  portOffset: number
  ephemeral: boolean
  closers: Closers
}): string {
  if (!ephemeral) return join(dataDirectoryAt(portOffset), 'media')
  const folder = mkdtempSync(join(tmpdir(), 'waypost-media-'))
  closers.add(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

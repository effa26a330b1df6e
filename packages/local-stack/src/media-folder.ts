/** Where the functions of a stack keep the files that people send, in the place of a bucket. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDirectoryAt } from './stack-file.ts'
import type { Closers } from './stack/closers.ts'

/** A folder beside the other data of the stack; of a stack that stores nothing, one that goes with it. */
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

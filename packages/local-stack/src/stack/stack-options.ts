/** Options and helpers that the light and the official stack share. */
import { removeStackFile, writeStackFile, type StackFile } from '../stack-file.ts'
import type { Closers } from './closers.ts'

/** Options of a stack's start. */
export interface StackOptions {
  /** Moves every port; a moved stack keeps its data apart. */
  portOffset: number
  /** Starts with no data: what an earlier stack stored is deleted. */
  fresh: boolean
  /** Stores nothing, reads nothing. */
  ephemeral: boolean
  /** Built bundle to host instead of `functions/lib`; nothing is built then. */
  bundlePath?: string
  /** Collects what must be closed. The caller closes it, also when the start fails. */
  closers: Closers
  /** Whether each step is shown on the terminal. */
  progress: boolean
  log: (line: string) => void
}

/** Writes `.local/stack.json` for a running stack and removes it when the stack stops. */
export function publish({ portOffset, closers }: StackOptions, file: StackFile): StackFile {
  writeStackFile(portOffset, file)
  closers.add(() => {
    removeStackFile(portOffset)
  })
  return file
}

/** Shows progress per step; the command line prints errors once. */
export function listrOptions({ progress }: StackOptions) {
  return {
    exitOnError: true,
    renderer: progress ? ('default' as const) : ('silent' as const),
    fallbackRenderer: 'simple' as const,
    rendererOptions: { collapseSubtasks: false, showErrorMessage: false },
    registerSignalListeners: false,
  }
}

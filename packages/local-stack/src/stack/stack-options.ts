/** What the light and the official stack have in common towards their command line. */
import { removeStackFile, writeStackFile, type StackFile } from '../stack-file.ts'
import type { Closers } from './closers.ts'

/** How a stack shall be started. */
export interface StackOptions {
  /** Moves every port; a moved stack keeps its data apart. */
  portOffset: number
  /** Starts with no data: what an earlier stack stored is deleted. */
  fresh: boolean
  /** Stores nothing, reads nothing. */
  ephemeral: boolean
  /** Built bundle to host instead of `functions/lib`; nothing is built then. */
  bundlePath?: string
  /** Gets everything that has to be closed; whoever starts a stack closes it, also when it could not start. */
  closers: Closers
  /** Whether each step is shown on the terminal. */
  progress: boolean
  log: (line: string) => void
}

/** Announces a stack that is up in `.local/stack.json`, and takes the file back when it stops. */
export function publish({ portOffset, closers }: StackOptions, file: StackFile): StackFile {
  writeStackFile(portOffset, file)
  closers.add(() => {
    removeStackFile(portOffset)
  })
  return file
}

/** Progress per step; errors are printed once, by the command line. */
export function listrOptions({ progress }: StackOptions) {
  return {
    exitOnError: true,
    renderer: progress ? ('default' as const) : ('silent' as const),
    fallbackRenderer: 'simple' as const,
    rendererOptions: { collapseSubtasks: false, showErrorMessage: false },
    registerSignalListeners: false,
  }
}

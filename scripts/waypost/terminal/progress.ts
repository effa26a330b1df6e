import { Listr, ListrLogger, ProcessOutput, type ListrTask } from 'listr2'

/** Steps drawn on stderr, so that stdout holds data alone; on a screen with a spinner, else a line per step. */
export function progressOf<Context extends object>(
  tasks: ListrTask<Context>[],
  options: { quiet: boolean; atOnce?: boolean },
) {
  return new Listr<Context, 'simple' | 'silent'>(tasks, {
    renderer: options.quiet ? 'silent' : 'simple',
    concurrent: options.atOnce ?? false,
    exitOnError: true,
    registerSignalListeners: false,
    rendererOptions: {
      logger: new ListrLogger({
        processOutput: new ProcessOutput(process.stderr, process.stderr, { dump: [] }),
        useIcons: true,
      }),
    },
  })
}

import type { Redactor } from './redactor.ts'

/** Where a command talks: data to stdout, everything for people to stderr. */
export interface Terminal {
  /** One line of data. */
  answer(line: string): void
  /** One line about what is going on. */
  say(line: string): void
  readonly redactor: Redactor
}

/** The process's own streams; nothing passes without the redactor. A closed pipe (`| head`) is not an error. */
export function processTerminal(redactor: Redactor): Terminal {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  return {
    answer: (line) => void process.stdout.write(`${redactor.clean(line)}\n`),
    say: (line) => void process.stderr.write(`${redactor.clean(line)}\n`),
    redactor,
  }
}

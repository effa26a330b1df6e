import type { Redactor } from './redactor.ts'

/** Where a command talks: data to stdout, everything for people to stderr. */
export interface Terminal {
  /** One line of data. */
  answer(line: string): void
  /** One line about what is going on. */
  say(line: string): void
  readonly redactor: Redactor
}

/** The process's own streams; nothing passes without the redactor. */
export const processTerminal = (redactor: Redactor): Terminal => ({
  answer: (line) => void process.stdout.write(`${redactor.clean(line)}\n`),
  say: (line) => void process.stderr.write(`${redactor.clean(line)}\n`),
  redactor,
})

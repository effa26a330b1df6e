/** One line of a diagnosis. */
export interface Finding {
  /** A stable word, like `token.valid`. */
  readonly id: string
  readonly level: Level
  readonly message: string
  /** What to do; on every `warn` and `fail`. */
  readonly fix?: string
}

export type Level = 'ok' | 'warn' | 'fail'

const words: Record<Level, string> = { ok: 'ok   ', warn: 'warn ', fail: 'FAIL ' }

/** The finding for people: one line, and what to do under it. */
export const lines = ({ level, id, message, fix }: Finding): string[] => [
  `${words[level]} ${id.padEnd(22)} ${message.replaceAll('\n', `\n${' '.repeat(29)}`)}`,
  ...(fix === undefined ? [] : [`${' '.repeat(29)}→ ${fix}`]),
]

/** How many of each level, in words. */
export function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => String(findings.filter((finding) => finding.level === level).length)
  return `${count('ok')} ok, ${count('warn')} warnings, ${count('fail')} failures.`
}

export const isHealthy = (findings: readonly Finding[]): boolean =>
  findings.every(({ level }) => level !== 'fail')

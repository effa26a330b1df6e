/** One line of a diagnosis. */
export interface Finding {
  /** A stable code, like `token.valid`. */
  readonly id: string
  readonly level: Level
  readonly message: string
  /** What to do; on every `warn` and `fail`. */
  readonly hint?: string
}

export type Level = 'ok' | 'warn' | 'fail'

const labels: Record<Level, string> = { ok: 'ok   ', warn: 'warn ', fail: 'FAIL ' }

/** The finding as text: one line, and the hint below it. */
export const lines = ({ level, id, message, hint }: Finding): string[] => [
  `${labels[level]} ${id.padEnd(22)} ${message.replaceAll('\n', `\n${' '.repeat(29)}`)}`,
  ...(hint === undefined ? [] : [`${' '.repeat(29)}→ ${hint}`]),
]

/** The count of each level, as a sentence. */
export function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => String(findings.filter((finding) => finding.level === level).length)
  return `${count('ok')} ok, ${count('warn')} warnings, ${count('fail')} failures.`
}

export const isHealthy = (findings: readonly Finding[]): boolean =>
  findings.every(({ level }) => level !== 'fail')

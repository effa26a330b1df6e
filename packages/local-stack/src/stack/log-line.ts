/** Lines of the functions, which log JSON as on Cloud Functions, made readable for a terminal. */
interface Entry {
  severity?: string
  message?: string
  [field: string]: unknown
}

/** A readable line: time, severity unless INFO, message, other fields as JSON. */
export function readableLine(line: string, now: Date): string {
  const entry = parse(line)
  const time = now.toTimeString().slice(0, 8)
  if (!entry) return `${time} ${line}`
  const { severity = 'INFO', message = '', 'logging.googleapis.com/trace': _, ...fields } = entry
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`
  const word = severity === 'INFO' ? '' : `${severity} `
  return `${time} ${word}${message}${rest}`
}

function parse(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Entry
  } catch {
    return undefined
  }
}

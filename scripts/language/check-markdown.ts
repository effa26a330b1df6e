import { createWordFinder, lineAt, type Finding, type WordList } from './findings.ts'

const MAX_COLUMNS = 120

/** Checks a page: banned words outside of code, and the shape of its lines. */
export function checkMarkdown(path: string, text: string, list: WordList): Finding[] {
  const prose = withoutCode(text)
  const find = createWordFinder(list.words)
  const words = find(prose).map(({ index, message }) => ({ path, line: lineAt(prose, index), message }))
  const raw = text.split('\n')
  const shape = prose.split('\n').flatMap((line, index) => {
    const message = isGenerated(text) ? undefined : shapeProblem(line, raw[index] ?? '')
    return message === undefined ? [] : [{ path, line: index + 1, message }]
  })
  return [...words, ...shape].toSorted((one, other) => one.line - other.line)
}

/** Pages that a program writes say so in their first lines. */
const isGenerated = (text: string): boolean => /^<!-- (?:generated|printed)/im.test(text.slice(0, 500))

/** Blanks fences, spans of code and link targets, so that positions stay. */
function withoutCode(text: string): string {
  const blank = (code: string) => code.replaceAll(/[^\n]/g, '\u00B7')
  return text
    .replaceAll(/^ *(```+|~~~+)[^\n]*\n[\s\S]*?^ *\1\s*$/gm, (code) => code.replaceAll(/[^\n]/g, ''))
    .replaceAll(/`[^`\n]+`/g, blank)
    .replaceAll(/\]\([^)\s]+\)/g, blank)
    .replaceAll(/<[^>\n]+>/g, blank)
}

function shapeProblem(line: string, raw: string): string | undefined {
  // Headings, tables and code have their own shape.
  if (/^($|[|#])/.test(line)) return undefined
  const columns = Array.from(raw).length
  if (columns > MAX_COLUMNS && hasBreak(raw))
    return `${String(columns)} columns: at most ${String(MAX_COLUMNS)}`
  // A bold lead ("**Held.** Messages wait.") may stand before its sentence.
  const sentences = line.replace(/^(\s*(?:[-*]|\d+\.)\s+)?(\*\*[^*]+\*\*|\*[^*]+\*)?\s*/, '')
  if (/(?<!\b(?:e\.g|i\.e|vs|St))[.!?][)"”*_]*\s+(?=["“(*_[·A-Z])/u.test(sentences))
    return 'two sentences: one per line'
  return undefined
}

/** Whether a long line could be broken: an address that is long by itself cannot. */
const hasBreak = (line: string): boolean =>
  line
    .trim()
    .replace(/^([-*]|\d+\.) /, '')
    .includes(' ')

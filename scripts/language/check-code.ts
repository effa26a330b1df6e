import ts from 'typescript'
import { createWordFinder, type Finding, type WordList } from './findings.ts'

interface Piece {
  readonly start: number
  readonly text: string
}

/** Checks declared names, comments and string texts of a TypeScript or JavaScript file. */
export function checkCode(path: string, text: string, list: WordList): Finding[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const { names, texts } = collect(source)
  const find = createWordFinder(list.words)
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1
  const inTexts = texts
    .filter(({ text: piece }) => !isStoredField(piece, list))
    .flatMap(({ start, text: piece }) =>
      find(piece).map(({ index, message }) => ({ path, line: lineOf(start + index), message })),
    )
  const inNames = names.flatMap(({ start, text: name }) => {
    const message = nameProblem(name, list)
    return message === undefined ? [] : [{ path, line: lineOf(start), message }]
  })
  return [...inTexts, ...inNames].toSorted((one, other) => one.line - other.line)
}

/** A text that is only the path of a stored field: `'dueAt'` or the start of `limits.${topic}`. */
function isStoredField(text: string, { storedFields }: WordList): boolean {
  const [, field] = /^['"`](\w+)(?:['"`]|\.\$\{)$/.exec(text) ?? []
  return field !== undefined && storedFields.includes(field)
}

function nameProblem(name: string, list: WordList): string | undefined {
  const { identifiers, identifierParts, storedFields } = list
  if (storedFields.includes(name.replace(/^_/, ''))) return undefined
  if (identifiers.includes(name)) return `"${name}" is a banned name: see docs/reference/glossary.md`
  const parts = name.split(/(?=[A-Z])|[_\d]+/).map((part) => part.toLowerCase())
  const banned = parts.find((part) => identifierParts.includes(part))
  return banned === undefined ? undefined : `"${name}" contains the banned word "${banned}"`
}

function collect(source: ts.SourceFile): { names: Piece[]; texts: Piece[] } {
  const names: Piece[] = []
  const texts = new Map<number, Piece>()
  const all = source.text
  const addComments = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? []) texts.set(pos, { start: pos, text: all.slice(pos, end) })
  }
  const visit = (node: ts.Node): void => {
    addComments(ts.getLeadingCommentRanges(all, node.pos))
    addComments(ts.getTrailingCommentRanges(all, node.end))
    if (isModuleSpecifier(node)) return
    if (isText(node)) texts.set(node.getStart(), { start: node.getStart(), text: node.getText() })
    if (ts.isIdentifier(node) && isDeclaredName(node)) names.push({ start: node.getStart(), text: node.text })
    node.getChildren(source).forEach(visit)
  }
  visit(source)
  return { names, texts: [...texts.values()] }
}

/** A path follows from a file's name, which is checked by itself. */
const isModuleSpecifier = (node: ts.Node): boolean =>
  ts.isStringLiteral(node) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent))

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddleOrTemplateTail(node) ||
  ts.isJsxText(node)

/** Whether an identifier is the name of what its parent declares; imported names are declared elsewhere. */
function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false
  return 'name' in parent && parent.name === node && !ts.isPropertyAccessExpression(parent)
}

/**
 * `node scripts/language/check-language.ts [root [word list]]`: prints each place that does not follow the language rules, by path.
 * The rules: docs/reference/glossary.md. The words: banned-words.json.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkCode } from './check-code.ts'
import { checkMarkdown } from './check-markdown.ts'
import { subjectProblem } from './check-subject.ts'
import type { Finding, WordList } from './findings.ts'

const SOURCES = '{functions,packages,scripts,bench,docs,console}/**/*.{ts,tsx,mjs,js,md}'
const IGNORED = ['**/node_modules/**', 'functions/lib/**', '**/.local/**', 'docs/reference/errors.md']

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'))
const listPath = process.argv[3] ?? join(import.meta.dirname, 'banned-words.json')
const list = JSON.parse(readFileSync(listPath, 'utf8')) as WordList

const paths = globSync([SOURCES, '*.md'], { cwd: root, exclude: IGNORED }).toSorted()
const found = paths.map((path) => ({ path, findings: checkFile(path) }))
const regionOf = (path: string) =>
  list.notYetClean.find((region) => path === region || path.startsWith(`${region}/`))
const findings = [
  ...found.filter(({ path }) => regionOf(path) === undefined).flatMap(({ findings: ofFile }) => ofFile),
  ...list.notYetClean.filter(isClean).map((region) => ({
    path: 'scripts/language/banned-words.json',
    line: 1,
    message: `"${region}" is clean: remove it from notYetClean`,
  })),
]

for (const { path, line, message } of findings) console.log(`${path}:${String(line)}: ${message}`)
const subjects = checkSubjects()
for (const problem of subjects) console.log(problem)
const total = findings.length + subjects.length
console.log(
  `${String(paths.length)} files: ${total === 0 ? 'no language problem' : `${String(total)} language problem${total === 1 ? '' : 's'}`}.`,
)
for (const region of list.notYetClean) console.log(`Not checked yet: ${region}`)
process.exitCode = total === 0 ? 0 : 1

function checkFile(path: string): Finding[] {
  const text = readFileSync(join(root, path), 'utf8')
  const check = path.endsWith('.md') ? checkMarkdown : checkCode
  return check(path, text, list).filter(
    ({ message }) =>
      !list.exceptions.some(
        (exception) => exception.path === path && message.startsWith(`"${exception.word}"`),
      ),
  )
}

function isClean(region: string): boolean {
  const inRegion = found.filter(({ path }) => regionOf(path) === region)
  return inRegion.length > 0 && inRegion.every(({ findings: ofFile }) => ofFile.length === 0)
}

/** Problems of the subjects since the recorded commit; none where the clone does not reach back to it. */
function checkSubjects(): string[] {
  const range = `${list.commitsSince}..HEAD`
  const log = spawnSync('git', ['log', '--no-merges', '--format=%h %s', range], {
    cwd: root,
    encoding: 'utf8',
  })
  if (log.status !== 0) {
    console.log(`Commit subjects are not checked: this clone has no commit ${list.commitsSince}.`)
    return []
  }
  return log.stdout.split('\n').flatMap((line) => {
    const [, hash = '', subject = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    const problem = hash === '' ? undefined : subjectProblem(subject, list.words)
    return problem === undefined ? [] : [`commit ${hash} "${subject}": ${problem}`]
  })
}

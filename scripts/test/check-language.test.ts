import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const program = join(import.meta.dirname, '../language/check-language.ts')
const wordList = {
  words: [{ not: 'frob', say: 'move' }],
  identifierParts: ['frob'],
  identifiers: [],
  storedFields: [],
  notYetClean: ['packages'],
  exceptions: [{ path: 'docs/b.md', word: 'frob', reason: 'a quotation' }],
  commitsSince: '',
}

/** A repository with files, and commits after a first one. */
function repository(files: Record<string, string>, subjects: string[] = []) {
  const root = mkdtempSync(join(tmpdir(), 'waypost-language-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).stdout.trim()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  git('init', '--quiet')
  git('commit', '--quiet', '--allow-empty', '-m', 'before the rules')
  const first = git('rev-parse', 'HEAD')
  for (const subject of subjects) git('commit', '--quiet', '--allow-empty', '-m', subject)
  const check = (changes: object = {}) => {
    write('list.json', JSON.stringify({ ...wordList, commitsSince: first, ...changes }))
    const { stdout, status } = spawnSync('node', [program, root, join(root, 'list.json')], {
      encoding: 'utf8',
    })
    return { lines: stdout.trim().split('\n'), status }
  }
  return { check }
}

const dirtyPackage = { 'packages/a.ts': '// frob\n' }

it('says by path and line what is wrong, and fails', () => {
  const { check } = repository({
    ...dirtyPackage,
    'docs/a.md': 'A frob.\n',
    'bench/a.ts': 'const frobs = 1\n',
  })
  expect(check()).toEqual({
    lines: ['docs/a.md:1: "frob": say move', '3 files: 1 language problem.', 'Not checked yet: packages'],
    status: 1,
  })
})

it('passes a clean repository, exceptions and regions that are not checked yet', () => {
  const { check } = repository({ ...dirtyPackage, 'docs/b.md': 'A frob.\n' }, ['feat: add a thing'])
  expect(check()).toMatchObject({ status: 0 })
})

it('wants a region off the list as soon as it is clean', () => {
  const { check } = repository({ 'packages/a.ts': '// move\n' })
  const { lines, status } = check()
  expect(lines[0]).toContain('"packages" is clean: remove it')
  expect(status).toBe(1)
})

it('checks the subjects since the recorded commit, and no earlier one', () => {
  const { check } = repository(dirtyPackage, ['feat: add a thing', 'fixed it'])
  const { lines, status } = check()
  expect(lines.filter((line) => line.startsWith('commit'))).toEqual([
    expect.stringMatching(/^commit [0-9a-f]+ "fixed it": write it as type\(module\)/),
  ])
  expect(status).toBe(1)
})

it('does not fail where the clone does not reach back to the recorded commit', () => {
  const { check } = repository(dirtyPackage, ['fixed it'])
  const { lines, status } = check({ commitsSince: 'f'.repeat(40) })
  expect(lines[0]).toContain('Commit subjects are not checked')
  expect(status).toBe(0)
})

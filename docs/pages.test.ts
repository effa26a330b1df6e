import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const inDocs = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...inDocs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
].toSorted()

/** A page without its code: what looks like a link in there is none. */
const prose = (text: string) =>
  text.replaceAll(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1\s*$/gm, '').replaceAll(/`[^`\n]*`/g, 'code')

/** The anchors of a page as GitHub makes them: headings, and `<a id="…">`. */
function anchorsOf(path: string): Set<string> {
  const text = read(path)
  const outside = text.replaceAll(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1\s*$/gm, '')
  const anchors = new Set([...outside.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id))
  const times = new Map<string, number>()
  for (const [, heading = ''] of outside.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-')
    const seen = times.get(slug) ?? 0
    times.set(slug, seen + 1)
    anchors.add(seen === 0 ? slug : `${slug}-${seen}`)
  }
  return anchors
}

const links = pages.flatMap((page) =>
  [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
)

describe('links', () => {
  it.each(links)('$page finds $target', ({ page, target }) => {
    const [file = '', anchor] = target.split('#')
    const path = file === '' ? page : relative(root, resolve(root, dirname(page), decodeURI(file)))
    expect(existsSync(join(root, path)), `${path} does not exist`).toBe(true)
    if (anchor !== undefined) expect([...anchorsOf(path)]).toContain(anchor)
  })
})

it('CONTRIBUTING lists the modules of functions/src', () => {
  const rows = read('CONTRIBUTING.md').matchAll(/^\| `([\w-]+)\/` \|/gm)
  const modules = readdirSync(join(root, 'functions/src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  expect([...rows].map(([, name]) => name).toSorted()).toEqual(modules.toSorted())
})

const snippets = pages.flatMap((page) =>
  [...read(page).matchAll(/<!-- example: (\S+) -->\n+```\w*\n([\s\S]*?)^```$/gm)].map(
    ([, file = '', shown = '']) => ({ page, file, shown }),
  ),
)

describe('examples', () => {
  it.each(snippets)('$page shows $file as it is', ({ file, shown }) => {
    expect(shown).toBe(read(join('docs/examples', file)))
  })

  const examples = inDocs.filter((name) => /^examples\/.*\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
  it.each(examples)('%s is shown on a page', (name) => {
    expect(snippets.map(({ file }) => join('examples', file))).toContain(name)
  })

  it('are marked in a way that this test finds', () => {
    const marks = pages.flatMap((page) => [...read(page).matchAll(/<!-- example:/g)])
    expect(snippets).toHaveLength(marks.length)
  })
})

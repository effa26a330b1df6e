/** Every export of every file says what it is. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts',
)

/** Exports without a comment above them; a type that has the name of a schema shares its comment. */
function undocumented(source: string): string[] {
  const lines = source.split('\n')
  const names = lines.flatMap((line, at) => {
    const [, kind, name] = /^export (const|function|type|interface|class) (\w+)/.exec(line) ?? []
    if (name === undefined) return []
    const shares = kind === 'type' && source.includes(`export const ${name} `)
    return shares || (lines[at - 1] ?? '').trim().endsWith('*/') ? [] : [name]
  })
  return names
}

it.each(files)('%s documents its exports', (file) => {
  expect(undocumented(readFileSync(join(import.meta.dirname, file), 'utf8'))).toEqual([])
})

it('finds an export without a comment', () => {
  expect(undocumented('/** A. */\nexport const A = 1\nexport type A = 1\nexport const B = 2')).toEqual(['B'])
})

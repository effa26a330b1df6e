import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { testNumbersPage } from './test-numbers-doc.ts'

it('docs/reference/test-numbers.md is what the table of magic recipients says', () => {
  const committed = readFileSync(new URL('../../../docs/reference/test-numbers.md', import.meta.url), 'utf8')
  expect(
    committed,
    'Print it again: node packages/graph-simulator/src/test-numbers-doc.ts > docs/reference/test-numbers.md',
  ).toBe(testNumbersPage())
})

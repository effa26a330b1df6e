import { docsPath, errorCatalogue, type ErrorCode } from '@waypost/contract'
import { describe, expect, it } from 'vitest'
import { metaErrorTable } from '../functions/src/graph/meta-error-table.ts'
import { referencePages } from './reference-docs.ts'

const pages = await referencePages()

it.each(pages)('$path is what the code says (else run: npm run openapi)', ({ text, current }) => {
  expect(current).toBe(text)
})

describe('the page about errors', () => {
  const page = pages.find(({ path }) => path.endsWith('docs/reference/errors.md'))?.current ?? ''

  it.each(Object.keys(errorCatalogue) as ErrorCode[])('explains %s where its answers point to', (code) => {
    const [, anchor] = docsPath(code).split('#')
    const section = page.split(`<a id="${anchor ?? ''}"></a>`)[1]?.split('<a id=')[0]
    expect(section).toContain(`## ${code}`)
    expect(section).toContain(errorCatalogue[code].hint.slice(0, 20))
  })

  it.each(Object.entries(metaErrorTable))('tells what %s of Meta leads to', (_, { meaning }) => {
    expect(page).toContain(meaning)
  })

  it('shows neighbouring codes with one meaning as one row', () => {
    expect(page).toMatch(/\| 201–299 +\|/)
    expect(page).not.toMatch(/\| 250 +\|/)
  })
})

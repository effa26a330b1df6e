/** Every code of the catalogue is thrown somewhere. */
import { errorCatalogue } from '@waypost/contract'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
/** The contract itself only names codes, in the catalogue and in examples; this file of it throws. */
const isSource = (file: string) =>
  file.endsWith('.ts') &&
  !file.endsWith('.test.ts') &&
  (!file.includes('/contract/src/') || file.endsWith('/parse-request.ts'))

const sources = [
  'functions/src',
  ...readdirSync(resolve(root, 'packages')).map((name) => `packages/${name}/src`),
]
  .flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      resolve(root, folder, file),
    ),
  )
  .filter(isSource)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

it.each(Object.keys(errorCatalogue))('%s is thrown, or is the word for a code of Meta', (code) => {
  expect(sources).toMatch(new RegExp(`\\b${code}\\b`))
})

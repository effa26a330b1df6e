/**
 * Bundles functions/src into functions/lib, or into the folder that is named: workspace code inlined, each
 * function in chunks of its own.
 */
import { build } from 'esbuild'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const here = import.meta.dirname
const lib = resolve(here, process.argv[2] ?? 'lib')
const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const external = Object.keys(dependencies).flatMap((name) => [name, `${name}/*`])

rmSync(lib, { recursive: true, force: true })
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/index.ts'],
  outdir: lib,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Names stay and lines are short, so that stack traces tell where they come from.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  sourcemap: 'linked',
  sourcesContent: false,
  external,
  metafile: true,
  logLevel: 'warning',
})
writeFileSync(join(lib, 'meta.json'), JSON.stringify(metafile))
layReference(join(lib, 'reference'))

/** What the API shows as its reference: its own description, and Swagger UI with its licence. */
function layReference(folder) {
  mkdirSync(folder)
  const description = readFileSync(join(here, '../docs/reference/openapi.json'), 'utf8')
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(JSON.parse(description)))
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const name of [
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'swagger-ui-bundle.js.LICENSE.txt',
    'LICENSE',
    'NOTICE',
  ])
    copyFileSync(join(swaggerUi, name), join(folder, name))
}

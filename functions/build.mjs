/**
 * Bundles functions/src into functions/lib, or into the folder that is named: workspace code inlined, each
 * function in chunks of its own.
 */
import { build } from 'esbuild'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

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
  sourcemap: 'linked',
  sourcesContent: false,
  external,
  metafile: true,
  logLevel: 'warning',
})
writeFileSync(join(lib, 'meta.json'), JSON.stringify(metafile))

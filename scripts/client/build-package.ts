/**
 * Writes the package `@waypost/client` as it is published: `npm run build:client`, then `npm publish .local/client-package`.
 * In this repository the sources are used directly.
 */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '../..')
const source = join(root, 'packages/client')

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** Builds the package into a directory. @throws Error with the output of the compiler */
export async function buildPackage(directory: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  await build({
    entryPoints: Object.values(manifest.exports).map((path) => join(source, path)),
    outdir: directory,
    outbase: join(source, 'src'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: Object.keys(manifest.peerDependencies),
    logLevel: 'warning',
  })
  writeDeclarations(directory)
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(published(manifest), null, 2)}\n`)
  cpSync(join(source, 'README.md'), join(directory, 'README.md'))
  cpSync(join(root, 'LICENSE'), join(directory, 'LICENSE'))
}

/** `package.json` without what only this repository needs. */
function published({ exports, ...manifest }: Manifest): object {
  const { private: _, devDependencies: __, ...fields } = manifest as Record<string, unknown>
  const entries = Object.entries(exports).map(([name, path]) => {
    const base = path.replace('./src/', './').replace(/\.ts$/, '')
    return [name, { types: `${base}.d.ts`, default: `${base}.js` }] as const
  })
  return {
    ...fields,
    exports: Object.fromEntries<object | string>([...entries, ['./package.json', './package.json']]),
    engines: { node: '>=20.19' },
  }
}

function writeDeclarations(directory: string): void {
  const compiler = join(root, 'node_modules/typescript/lib/tsc.js')
  const args = [compiler, '-p', join(source, 'tsconfig.build.json'), '--outDir', directory]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stdout)
  // The compiler leaves `.ts` in the imports of declarations; older ones do not read it.
  for (const path of globSync('**/*.d.ts', { cwd: directory })) {
    const file = join(directory, path)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(/(['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2'))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildPackage(join(root, '.local/client-package'))

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runQuietly } from './child-process.mjs'
import { withLock } from './file-lock.mjs'

const modules = join(root, 'node_modules')
const stamp = join(modules, '.waypost-install')

/** Runs `npm ci` when node_modules is missing or was installed from another lockfile; says so in one line. */
export async function installIfNeeded() {
  if (isInstalled()) return
  // Outside node_modules, because npm ci removes that directory.
  mkdirSync(join(root, '.local'), { recursive: true })
  await withLock(join(root, '.local', 'install.lock'), async () => {
    if (!isInstalled()) await install()
  })
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wantedInstall()
}

/** Changes when the lockfile or the machine does: a copied node_modules holds another machine's binaries. */
function wantedInstall() {
  const lockfile = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform} ${process.arch}`
}

async function install() {
  const why = existsSync(modules) ? 'node_modules is older than package-lock.json' : 'node_modules is missing'
  process.stderr.write(`Installing dependencies (${why}), about half a minute … `)
  const started = Date.now()
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']
  const { code, output } = await runQuietly(npm, args, { shell: process.platform === 'win32' })
  if (code !== 0) throw new Error(`failed.\n${output}\nnpm ci ended with code ${code}: see the lines above.`)
  await requireNode24()
  writeFileSync(stamp, `${wantedInstall()}\n`)
  process.stderr.write(`done in ${Math.round((Date.now() - started) / 1000)} s.\n`)
}

async function requireNode24() {
  const { code, output } = await runQuietly(join(modules, '.bin', 'node'), ['--version']).catch((error) => ({
    code: 1,
    output: error.message,
  }))
  if (code === 0 && output.startsWith('v24.')) return
  throw new Error(
    `failed.\nThe npm package "node" did not bring Node 24 (got: ${output.trim()}). Remove node_modules and run the command again.`,
  )
}

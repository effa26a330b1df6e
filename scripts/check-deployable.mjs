/**
 * Proves that the functions deploy on their own: builds them into a folder outside the repository, installs what
 * their package.json names, as Cloud Build does, and lets the Firebase CLI's program list them there.
 * Asks the npm registry for what npm's cache does not have.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runQuietly } from './child-process.mjs'

const directory = mkdtempSync(join(tmpdir(), 'waypost-deployable-'))
const manifest = join(directory, 'manifest.json')
const install = ['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund']
const lister = 'node_modules/firebase-functions/lib/bin/firebase-functions.js'
const environment = {
  ...process.env,
  GCLOUD_PROJECT: 'demo-waypost',
  FUNCTIONS_MANIFEST_OUTPUT_PATH: manifest,
}

try {
  cpSync(join(root, 'functions/package.json'), join(directory, 'package.json'))
  await step('node', [join(root, 'functions/build.mjs'), join(directory, 'lib')], { cwd: root })
  rmSync(join(directory, 'lib/meta.json'))
  await step('npm', install, { cwd: directory })
  await step('node', [lister, '.'], { cwd: directory, env: environment })
  const { endpoints } = JSON.parse(readFileSync(manifest, 'utf8'))
  console.log(`The functions install and load on their own: ${Object.keys(endpoints).join(', ')}.`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function step(command, args, options) {
  const { code, output } = await runQuietly(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with code ${code}:\n${output}`)
}

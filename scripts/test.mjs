/** `npm test`: builds the functions, runs the suites (arguments go to vitest), ends with one line that sums up. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from './child-process.mjs'

const args = process.argv.slice(2)

if (existsSync(join(root, 'functions/build.mjs'))) {
  const code = await run('node', ['functions/build.mjs'])
  if (code !== 0) {
    console.error('The functions could not be built: see the lines above.')
    process.exit(code)
  }
}

const directory = mkdtempSync(join(tmpdir(), 'waypost-test-'))
const report = process.env.WAYPOST_TEST_REPORT ?? join(directory, 'report.json')
try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run('vitest', ['run', ...reporters, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  console.log(summary(code))
  process.exitCode = code
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function summary(code) {
  if (!existsSync(report)) return `No test ran: vitest ended with code ${code}.`
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    testResults,
  } = JSON.parse(readFileSync(report, 'utf8'))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const files = broken.length === 0 ? '' : `, ${broken.length} files could not be loaded`
  return `Tests: ${passed} passed, ${failed} failed${files}.`
}

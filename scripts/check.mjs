/** `npm run check`: everything a change must pass, one line each; the output of a step is shown when it fails. */
import { run, runQuietly } from './child-process.mjs'

const steps = [
  ['format', 'npm', ['run', '--silent', 'format:check']],
  ['lint', 'npx', ['eslint', '--max-warnings', '0', '.']],
  ['language', 'npm', ['run', '--silent', 'language']],
  ['types', 'npm', ['run', '--silent', 'types']],
  ['dead code', 'npm', ['run', '--silent', 'knip']],
]

for (const [name, command, args] of steps) {
  process.stdout.write(`${name} … `)
  const started = Date.now()
  const { code, output } = await runQuietly(command, args)
  console.log(`${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (code === 0) continue
  console.error(output)
  process.exit(code)
}
console.log('tests …')
process.exitCode = await run('node', ['scripts/test.mjs'])

/**
 * The first step of every command: plain JavaScript for any Node from 20 on, with nothing installed.
 * It installs what is missing or stale, then hands over to the project's own Node 24.
 */
import { endWithNpm, nodeEnvironment, run } from './child-process.mjs'
import { installIfNeeded } from './install-if-needed.mjs'

const commands = {
  stack: runStack,
  test: (args) => run('node', ['scripts/test.mjs', ...args]),
  check: () => run('node', ['scripts/check.mjs']),
  waypost: (args) => run('node', ['scripts/waypost.ts', ...args]),
  // A long proof or a measurement: a program of its own.
  program: (args) => run('node', args),
}

/** The stack sees by its IPC channel when this process is killed; this process watches npm, which ran it. */
function runStack(args) {
  endWithNpm()
  return run('node', ['packages/local-stack/src/cli.ts', ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
}

const [command = '', ...args] = process.argv.slice(2)

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Node ${process.versions.node} is too old. Install Node 20 or newer (https://nodejs.org) and run the command again.`,
  )
  process.exit(1)
}
if (!Object.hasOwn(commands, command)) {
  console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join('|')} …`)
  process.exit(2)
}
try {
  await installIfNeeded()
  Object.assign(process.env, nodeEnvironment())
  process.exitCode = await commands[command](args)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

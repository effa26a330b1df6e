/** The command line of the local stack; `npm start`, `npm stop` and `npm run stack:stats` end up here. */
import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { startOfficialStack } from './emulators/start-official-stack.ts'
import { StackError } from './stack-error.ts'
import { detach } from './stack/start-detached.ts'
import { runStack } from './stack/run-stack.ts'
import { startLightStack } from './stack/start-light-stack.ts'
import { printStats } from './stack/stats.ts'
import { stopStack } from './stack/stop-stack.ts'

interface StartFlags {
  portOffset: number
  fresh: boolean
  ephemeral: boolean
  detach: boolean
  background: boolean
  bundle?: string
}

interface EmulatorsFlags {
  portOffset: number
  detach: boolean
  background: boolean
  official: boolean
}

const program = new Command('stack').description('Waypost on this machine').exitOverride()

const portOffset = () =>
  new Option('--port-offset <n>', 'move all ports (and keep the data apart)').default(0).argParser(readOffset)

program
  .command('start')
  .description('start the light stack')
  .addOption(portOffset())
  .option('--detach', 'return when it is up', false)
  .option('--fresh', 'delete what an earlier stack stored', false)
  .option('--ephemeral', 'store nothing', false)
  .option('--bundle <path>', 'host this bundle instead of functions/lib/index.js')
  .addOption(new Option('--background').default(false).hideHelp())
  .action(async ({ detach: detached, background, bundle, ...flags }: StartFlags) => {
    if (detached && !background) return detach(process.argv.slice(2), flags.portOffset)
    const options = {
      ...flags,
      detached: background,
      ...(bundle !== undefined && { bundlePath: resolve(bundle) }),
    }
    process.exit(await runStack(startLightStack, options))
  })

program
  .command('emulators')
  .description('start the official Emulator Suite over the same functions')
  .addOption(portOffset())
  .option('--detach', 'return when it is up', false)
  .option('--official', "Google's Firestore emulator (Java 21) instead of the embedded one", false)
  .addOption(new Option('--background').default(false).hideHelp())
  .action(async ({ detach: detached, background, official, ...flags }: EmulatorsFlags) => {
    if (detached && !background) return detach(process.argv.slice(2), flags.portOffset)
    const options = { ...flags, fresh: false, ephemeral: true, detached: background }
    process.exit(await runStack((stack) => startOfficialStack({ ...stack, official }), options))
  })

program
  .command('stop')
  .description('end the running stack')
  .addOption(portOffset())
  .action((flags: { portOffset: number }) => stopStack(flags.portOffset))

program
  .command('stats')
  .description('heap and resident memory of each process')
  .addOption(portOffset())
  .action((flags: { portOffset: number }) => printStats(flags.portOffset))

function readOffset(text: string): number {
  const offset = Number(text)
  if (Number.isInteger(offset) && offset >= 0 && offset <= 50_000) return offset
  throw new InvalidArgumentError('Give a whole number from 0 to 50000.')
}

try {
  await program.parseAsync()
} catch (error) {
  // commander has printed its own usage errors.
  const usage =
    error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number'
      ? error.exitCode
      : undefined
  if (usage === undefined) console.error(error instanceof StackError ? error.message : error)
  process.exitCode = usage === undefined ? 1 : usage === 0 ? 0 : 2
}

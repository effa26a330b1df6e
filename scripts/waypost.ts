/** The operator's command line: `npm run waypost -- <command>`. Data goes to stdout, progress to stderr. */
import { Command, CommanderError } from 'commander'
import { runDeploy } from './waypost/deploy/run-deploy.ts'
import { findDeployment } from './waypost/deployment/deployment.ts'
import { runDoctor } from './waypost/doctor/run-doctor.ts'
import { addKeysCommand } from './waypost/keys/keys-command.ts'
import { runListen } from './waypost/listen/run-listen.ts'
import { runReplay } from './waypost/replay/run-replay.ts'
import { askSecret } from './waypost/terminal/ask-secret.ts'
import { CommandError } from './waypost/terminal/command-error.ts'
import { createRedactor } from './waypost/terminal/redactor.ts'
import { runPull } from './waypost/templates/run-pull.ts'
import { processTerminal } from './waypost/terminal/terminal.ts'
import { requireUpdatable, runUpdateToken } from './waypost/token/run-update-token.ts'

interface Flags {
  project?: string
  apiUrl?: string
  json: boolean
}

interface ReplayFlags {
  portOffset: number
  since: string
  quarantined: boolean
  dryRun: boolean
}

interface ListenFlags {
  portOffset: number
  forward: string
  events: string
  session?: string
}

const redactor = createRedactor()
const terminal = processTerminal(redactor)
redactor.keepSecret(process.env['WAYPOST_API_KEY'] ?? '')
redactor.keepSecret(process.env['WAYPOST_WEBHOOK_SECRET'] ?? '')

const program = new Command('waypost')
  .description('Deploys, examines and repairs an installation of Waypost')
  .exitOverride()
  .configureOutput({ writeOut: terminal.answer, outputError: (text) => terminal.say(withoutValues(text)) })

program
  .command('token')
  .description("Meta's access token")
  .command('update')
  .description(
    'ask for a new token (or read it from stdin), check it, put it in place, and let waiting messages go',
  )
  .showHelpAfterError(
    'The token is typed when asked, or piped in: an argument would show in the list of processes.',
  )
  .option('--no-verify', 'do not ask the API: resumes nothing and keeps the old version')
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--json', 'the report as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, verify, ...where }: Flags & { verify: boolean }) => {
    const deployment = findDeployment(where)
    requireUpdatable(deployment, verify)
    const token = await askSecret('New access token of Meta (it is not shown): ')
    return void endWith(await runUpdateToken({ deployment, token, json, verify, terminal }))
  })

addKeysCommand(program, terminal)

program
  .command('replay')
  .description('have what Meta posted done again: after a repair, or when a release understands more')
  .requiredOption('--since <time>', 'an instant like 2027-01-31T18:00:00Z, or how long ago: 30m, 2h, 3d')
  .option('--quarantined', 'only what was put aside', false)
  .option('--dry-run', 'only list it', false)
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--port-offset <n>', 'of the local stack, when it was started with one', Number, 0)
  .option('--json', 'the report as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, since, quarantined, dryRun, ...where }: Flags & ReplayFlags) =>
    endWith(
      await runReplay({ deployment: findDeployment(where), since, quarantined, dryRun, json, terminal }),
    ),
  )

program
  .command('doctor')
  .description('look at everything an installation needs, and say what to do')
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--json', 'the findings as JSON', false)
  .allowExcessArguments(false)
  .option('--port-offset <n>', 'of the local stack, when it was started with one', Number, 0)
  .action(async ({ json, ...where }: Flags & { portOffset: number }) =>
    endWith(await runDoctor(findDeployment(where), { json, terminal })),
  )

program
  .command('templates')
  .description('the approved templates')
  .command('pull')
  .description('read them at Meta and write TypeScript types: a wrong parameter is a compile error')
  .option('--out <file>', 'where to write them; else to stdout')
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--port-offset <n>', 'of the local stack, when it was started with one', Number, 0)
  .allowExcessArguments(false)
  .action(async ({ out, ...where }: Omit<Flags, 'json'> & { portOffset: number; out?: string }) =>
    runPull(findDeployment(where), { out, terminal }),
  )

program
  .command('deploy')
  .description('build, then deploy rules, indexes, time to live, functions and hosting, then doctor')
  .option('--dry-run', 'print the commands and do nothing', false)
  .option('--force', 'let the Firebase CLI delete functions that are gone', false)
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--json', 'the findings, or the commands, as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, dryRun, force, ...where }: Flags & { dryRun: boolean; force: boolean }) =>
    endWith(await runDeploy({ deployment: findDeployment(where), json, dryRun, force, terminal })),
  )

program
  .command('listen')
  .description('forward events to an address of this machine, signed, until Ctrl-C')
  .requiredOption('--forward <url>', 'where to, like http://localhost:3000/hook')
  .option('--events <types>', 'only these, with commas between, like message.received,message.read', '*')
  .option('--session <id>', 'only of this sender; * for everybody, with an operator’s key')
  .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
  .option('--api-url <url>', 'where the API is; else WAYPOST_API_URL, else https://<project>.web.app')
  .option('--port-offset <n>', 'of the local stack, when it was started with one', Number, 0)
  .addHelpText('after', '\nWAYPOST_WEBHOOK_SECRET: signs with this secret, the same at each start.')
  .allowExcessArguments(false)
  .action(async ({ forward, events, session, ...where }: Flags & ListenFlags) => {
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    const secret = process.env['WAYPOST_WEBHOOK_SECRET']
    await runListen({
      deployment: findDeployment(where),
      forward,
      events: events.split(','),
      ...(session !== undefined && { session }),
      ...(secret !== undefined && { secret }),
      terminal,
      stop: stop.signal,
    })
  })

const endWith = (ok: boolean): void => {
  process.exitCode = ok ? 0 : 1
}

/** Wrong arguments are not repeated: a token may be among them. */
function withoutValues(text: string): string {
  return process.argv.slice(2).reduce((said, argument) => {
    const value = argument.startsWith('--') ? argument.split('=').slice(1).join('=') : argument
    return value.length < 12 ? said : said.replaceAll(value, '…')
  }, text.trim())
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommandError) {
    terminal.say(error.message)
    process.exitCode = error.exitCode
  } else if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    terminal.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = 1
  }
}

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
  .description('Deploy, check and repair an installation of Waypost')
  .exitOverride()
  .configureOutput({ writeOut: terminal.answer, outputError: (text) => terminal.say(withoutValues(text)) })

program
  .command('token')
  .description("Meta's access token")
  .command('update')
  .description(
    'replace the access token: prompt for it (or read stdin), check it, deploy it, and resume held messages',
  )
  .showHelpAfterError(
    'Type the token at the prompt or pipe it in: an argument would appear in the process list.',
  )
  .option('--no-verify', 'do not call the API: resume nothing and keep the old version enabled')
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--json', 'print the report as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, verify, ...where }: Flags & { verify: boolean }) => {
    const deployment = findDeployment(where)
    requireUpdatable(deployment, verify)
    const token = await askSecret('New access token from Meta:')
    return void endWith(await runUpdateToken({ deployment, token, json, verify, terminal }))
  })

addKeysCommand(program, terminal)

program
  .command('replay')
  .description('reprocess raw webhooks after a repair or an update')
  .requiredOption('--since <time>', 'a time like 2027-01-31T18:00:00Z, or an age: 30m, 2h, 3d')
  .option('--quarantined', 'only quarantined ones', false)
  .option('--dry-run', 'list them only', false)
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--port-offset <n>', 'port offset of the local stack', Number, 0)
  .option('--json', 'print the report as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, since, quarantined, dryRun, ...where }: Flags & ReplayFlags) =>
    endWith(
      await runReplay({ deployment: findDeployment(where), since, quarantined, dryRun, json, terminal }),
    ),
  )

program
  .command('doctor')
  .description('check everything an installation needs, with a hint for each problem')
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--json', 'print the findings as JSON', false)
  .allowExcessArguments(false)
  .option('--port-offset <n>', 'port offset of the local stack', Number, 0)
  .action(async ({ json, ...where }: Flags & { portOffset: number }) =>
    endWith(await runDoctor(findDeployment(where), { json, terminal })),
  )

program
  .command('templates')
  .description('approved templates')
  .command('pull')
  .description('sync them from Meta and write TypeScript types, so that a wrong parameter does not compile')
  .option('--out <file>', 'output file; default: stdout')
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--port-offset <n>', 'port offset of the local stack', Number, 0)
  .allowExcessArguments(false)
  .action(async ({ out, ...where }: Omit<Flags, 'json'> & { portOffset: number; out?: string }) =>
    runPull(findDeployment(where), { out, terminal }),
  )

program
  .command('deploy')
  .description('build, then deploy rules, indexes, time to live, functions and hosting, then doctor')
  .option('--dry-run', 'print the commands and do nothing', false)
  .option('--force', 'let the Firebase CLI delete removed functions', false)
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--json', 'print the findings or the commands as JSON', false)
  .allowExcessArguments(false)
  .action(async ({ json, dryRun, force, ...where }: Flags & { dryRun: boolean; force: boolean }) =>
    endWith(await runDeploy({ deployment: findDeployment(where), json, dryRun, force, terminal })),
  )

program
  .command('listen')
  .description('forward signed events to a local URL until Ctrl-C')
  .requiredOption('--forward <url>', 'target URL, like http://localhost:3000/hook')
  .option('--events <types>', 'event types, comma-separated, like message.received,message.read', '*')
  .option('--session <id>', 'only this session; * for all, with an operator key')
  .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
  .option('--api-url <url>', 'URL of the API; default: WAYPOST_API_URL, then https://<project>.web.app')
  .option('--port-offset <n>', 'port offset of the local stack', Number, 0)
  .addHelpText('after', '\nWAYPOST_WEBHOOK_SECRET: sign with this secret instead of a new one at each start.')
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

/** Removes argument values from an error: one of them may be a token. */
function withoutValues(text: string): string {
  return process.argv.slice(2).reduce((message, argument) => {
    const value = argument.startsWith('--') ? argument.split('=').slice(1).join('=') : argument
    return value.length < 12 ? message : message.replaceAll(value, '…')
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

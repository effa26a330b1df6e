import type { Command } from 'commander'
import { findDeployment, type DeploymentLocation } from '../deployment/deployment.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { runCreateKey, runListKeys, runRevokeKey, type KeysOptions } from './run-keys.ts'

type Flags = DeploymentLocation & { json: boolean; portOffset: number }

interface CreateFlags {
  owner: string
  scopes: string
  sessions?: string
  test: boolean
  expires?: string
}

/** `waypost keys create|list|revoke`: with the deployer's own credentials, so that the first key can be made. */
export function addKeysCommand(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys, for servers')
  const options = ({ json, portOffset, ...where }: Flags): KeysOptions => ({
    deployment: findDeployment({ ...where, portOffset }),
    portOffset,
    json,
    terminal,
  })
  located(keys.command('create <name>'))
    .description('make a key; its secret is written to stdout, this once')
    .requiredOption('--owner <word>', 'whose messages it sends and sees, like shop, or user:<uid>')
    .option('--scopes <scopes>', 'what it may do, with commas between', 'send,read')
    .option('--sessions <ids>', 'the senders it may use, with commas between; else all of its owner')
    .option('--expires <time>', 'when it ends, like 2028-01-31T00:00:00Z')
    .option('--test', 'what it sends never reaches Meta', false)
    .action((name: string, { owner, scopes, sessions, expires, test, ...flags }: Flags & CreateFlags) =>
      runCreateKey(
        {
          name,
          owner,
          mode: test ? 'test' : 'live',
          scopes: scopes.split(','),
          ...(sessions !== undefined && { sessions: sessions.split(',') }),
          ...(expires !== undefined && { expiresAt: expires }),
        },
        options(flags),
      ),
    )
  located(keys.command('list'))
    .description('all keys, the youngest first, with how they are used')
    .action((flags: Flags) => runListKeys(options(flags)))
  located(keys.command('revoke <id>'))
    .description('end a key, everywhere within a minute')
    .action((id: string, flags: Flags) => runRevokeKey(id, options(flags)))
}

const located = (command: Command): Command =>
  command
    .option('--project <id>', 'the Firebase project; else the default of .firebaserc')
    .option('--port-offset <n>', 'of the local stack, when it was started with one', Number, 0)
    .option('--json', 'as JSON', false)
    .allowExcessArguments(false)

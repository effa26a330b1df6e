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

/** `waypost keys create|list|revoke`: with the deployer's own credentials, so that the first key needs no other. */
export function addKeysCommand(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys, for servers')
  const options = ({ json, portOffset, ...where }: Flags): KeysOptions => ({
    deployment: findDeployment({ ...where, portOffset }),
    portOffset,
    json,
    terminal,
  })
  located(keys.command('create <name>'))
    .description('create a key and write its secret to stdout, once')
    .requiredOption('--owner <name>', 'the owner of its messages, like shop, or user:<uid>')
    .option('--scopes <scopes>', 'its scopes, comma-separated', 'send,read')
    .option('--sessions <ids>', 'the sessions it may use, comma-separated; default: all of its owner')
    .option('--expires <time>', 'when it expires, like 2028-01-31T00:00:00Z')
    .option('--test', 'a test key: never sends to Meta', false)
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
    .description('list all keys with their use, the newest first')
    .action((flags: Flags) => runListKeys(options(flags)))
  located(keys.command('revoke <id>'))
    .description('revoke a key, effective everywhere within a minute')
    .action((id: string, flags: Flags) => runRevokeKey(id, options(flags)))
}

const located = (command: Command): Command =>
  command
    .option('--project <id>', 'the Firebase project; default: that of .firebaserc')
    .option('--port-offset <n>', 'port offset of the local stack', Number, 0)
    .option('--json', 'print JSON', false)
    .allowExcessArguments(false)

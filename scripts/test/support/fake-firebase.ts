/**
 * Stands for the programs `firebase` and `npm` where there is no cloud: records how it was called, and keeps the
 * versions of secrets and what was deployed with which of them in a file. Run by the files that `fakePrograms` writes.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** One call of a program. */
export interface Call {
  program: string
  argv: string[]
  stdin: string
  cwd: string
}

/** What there is in the cloud. */
export interface Cloud {
  secrets: Record<string, { id: string; value: string; state: 'ENABLED' | 'DISABLED' }[]>
  /** The version of the access token each function was deployed with. */
  deployed: Record<string, string>
  indexes: object
  /** The command that fails, by the beginning of its arguments, with all it knows in its words and in its log. */
  failing?: string
}

const TOKEN = 'WHATSAPP_ACCESS_TOKEN'
const folder = process.env['FAKE_CLOUD'] ?? ''
const file = join(folder, 'cloud.json')
const [, path = '', ...argv] = process.argv
const program = basename(path)
const cloud = JSON.parse(readFileSync(file, 'utf8')) as Cloud
const stdin = argv.includes('--data-file') ? readFileSync(0, 'utf8') : ''
const call: Call = { program, argv, stdin, cwd: process.cwd() }
appendFileSync(join(folder, 'calls.ndjson'), `${JSON.stringify(call)}\n`)

const versionsOf = (name: string) => (cloud.secrets[name] ??= [])
const isMissing = (name: string) => cloud.secrets[name] === undefined
const newest = (name: string) => versionsOf(name).at(-1)

const commands: Record<string, (name: string) => unknown> = {
  'functions:secrets:get': (name) => ({
    secrets: versionsOf(name).map(({ id, state }) => ({
      secret: { name },
      versionId: id,
      state,
      createTime: '',
    })),
  }),
  'functions:secrets:access': (name) => console.log(newest(name)?.value ?? ''),
  'functions:secrets:set': (name) => {
    const versions = versionsOf(name)
    versions.push({ id: String(versions.length + 1), value: stdin, state: 'ENABLED' })
  },
  'functions:list': () =>
    Object.entries(cloud.deployed).map(([id, version]) => ({
      id,
      region: 'us-central1',
      secretEnvironmentVariables: [{ key: TOKEN, secret: TOKEN, projectId: 'p', version }],
    })),
  'firestore:indexes': () => cloud.indexes,
  deploy: () => {
    const only = argv[argv.indexOf('--only') + 1] ?? ''
    for (const target of only.split(',')) {
      const [kind, name] = target.split(':')
      if (kind === 'functions' && name !== undefined) cloud.deployed[name] = newest(TOKEN)?.id ?? ''
    }
  },
  run: () => undefined,
}

const [command = '', name = ''] = argv
if (cloud.failing !== undefined && argv.join(' ').startsWith(cloud.failing)) fail()
if (/secrets:(get|access)$/.test(command) && isMissing(name)) notFound(name)
const result = commands[command]?.(name)
if (argv.includes('--json')) console.log(JSON.stringify({ status: 'success', result }, null, 2))
if (command === 'deploy' || command === 'functions:secrets:set') keep()

/** In one step: several of these programs run at the same time. */
function keep(): void {
  writeFileSync(`${file}.new`, JSON.stringify(cloud))
  renameSync(`${file}.new`, file)
}

function notFound(name: string): never {
  const error = `HTTP Error: 404, Secret [projects/1/secrets/${name}] not found or has no versions.`
  if (argv.includes('--json')) console.log(JSON.stringify({ status: 'error', error }, null, 2))
  else console.error(`Error: ${error}`)
  process.exit(1)
}

/** As the real one when a request is refused: the bodies of its requests are in its log. */
function fail(): never {
  const body = JSON.stringify({ payload: { data: Buffer.from(stdin).toString('base64') } })
  if (stdin !== '') writeFileSync('firebase-debug.log', `>>> [apiv2][body] ${body} ${stdin}`)
  console.error(`Error: HTTP Error: 403, The caller does not have permission ${body} ${stdin}`)
  process.exit(2)
}

/**
 * The tables of `configuration.md`, from `functions/src/config.ts`. Run it to write them into the page:
 * `node docs/reference/configuration-table.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { params, secrets } from '../../functions/src/config.ts'

export const page = join(import.meta.dirname, 'configuration.md')

/** One for each setting; its default is not an example. */
const examples: Readonly<Record<string, string>> = {
  WHATSAPP_ACCESS_TOKEN: 'EAAG…',
  WHATSAPP_APP_SECRET: '5f2c…,9ab0…',
  WHATSAPP_VERIFY_TOKEN: 'a-long-word-of-your-own',
  FUNCTIONS_REGION: 'europe-west1',
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_WABA_ID: '102290129340398',
  WHATSAPP_APP_ID: '670843887433847',
  WHATSAPP_API_VERSION: 'v25.0',
  WHATSAPP_GRAPH_URL: 'http://127.0.0.1:7406',
  WHATSAPP_TEST_GRAPH_URL: 'http://127.0.0.1:7406',
  WHATSAPP_TEST_ACCESS_TOKEN: 'local-access-token',
  WHATSAPP_DEFAULT_RECIPIENT: '+972546800360',
  WHATSAPP_DEFAULT_COUNTRY: 'IL',
  NOTIFY_POLICY: 'any',
  ENFORCE_APP_CHECK: 'true',
  CORS_ORIGINS: 'https://app.example.com,https://admin.example.com',
  QUIET_HOURS: '22:00-08:00',
  OPT_OUT_WORDS: 'cancel,genug',
  OPT_IN_WORDS: 'weiter',
  DISPATCH_RATE_PER_SECOND: '5',
  DISPATCH_CONCURRENCY: '5',
  OUTBOX_COLLECTION: 'whatsappMessages',
  MAX_ATTEMPTS: '3',
  UNKNOWN_GRACE_SECONDS: '300',
  RAW_RETENTION: 'always',
  RATE_LIMIT_UNAUTHENTICATED: '300',
  RATE_LIMIT_USER: '50',
  RATE_LIMIT_TRUSTED: '5000',
  RATE_LIMIT_WEB_SESSION: '10',
  RATE_LIMIT_CLOUD_SESSION: '600',
  MEDIA_BUCKET: 'my-project-whatsapp-media',
  MEDIA_FOLDER: '/var/lib/waypost/media',
  WEBHOOKS_TO_LOOPBACK: 'true',
  DOCS_URL: 'https://docs.example.com/waypost/',
  API_MIN_INSTANCES: '1',
  WEBHOOK_MIN_INSTANCES: '1',
}

const code = (text: string) => (text === '' ? '' : `\`${text}\``)
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`
const example = (name: string) => {
  const found = examples[name]
  if (found === undefined)
    throw new Error(`${name} needs an example in docs/reference/configuration-table.ts`)
  return code(found)
}

const paramRow = ({ name, options }: (typeof params)[keyof typeof params]) =>
  row(code(name), sentence(options.description ?? ''), code(defaultOf(options.default)), example(name))

const defaultOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)

const sentence = (text: string) => (text.endsWith('.') ? text : `${text}.`)

/** Each part of the page that stands between `<!-- name -->` and `<!-- end of name -->`. */
export const tables = (): Readonly<Record<string, string>> => ({
  secrets: [
    row('Name', 'Meaning', 'Example'),
    row('---', '---', '---'),
    ...Object.values(secrets).map(({ name, options }) =>
      row(code(name), sentence(options.description ?? ''), example(name)),
    ),
  ].join('\n'),
  parameters: [
    row('Name', 'Meaning', 'Default', 'Example'),
    row('---', '---', '---', '---'),
    ...Object.values(params).map(paramRow),
  ].join('\n'),
})

/** The page with its tables as they should be. */
export const withTables = (text: string): string =>
  Object.entries(tables()).reduce((written, [name, table]) => {
    const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
    const [before, rest] = written.split(from)
    const after = rest?.split(to)[1]
    if (before === undefined || after === undefined) throw new Error(`configuration.md lacks ${from} … ${to}`)
    return `${before}${from}\n\n${table}\n\n${to}${after}`
  }, text)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(page, withTables(readFileSync(page, 'utf8')))

import { parseRequest } from '@waypost/contract'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { allRoutes } from '../scripts/openapi/all-routes.ts'

const root = resolve(import.meta.dirname, '..')
const pages = [
  'README.md',
  ...readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

interface Command {
  readonly page: string
  readonly words: readonly string[]
}

/** The arguments of each `curl` of a page, as a shell understands them. */
function commandsOf(page: string): Command[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)
  const lines = [...blocks].flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'))
  // What stands in angle brackets is to be filled in: to a shell it is a redirection. What an answer is piped into does not matter.
  const curls = lines
    .filter((line) => line.startsWith('curl '))
    .map((line) => line.replaceAll(/[<>]/g, '').replace(/ \| .*$/, ''))
  if (curls.length === 0) return []
  const script = [`curl() { printf '%s\\0' "$@"; printf '\\1'; }`, ...curls].join('\n')
  const env = {
    WAYPOST_URL: 'https://api.example',
    BASE_URL: 'https://api.example',
    CONVERSATION: 'cnv_1',
    SESSION_ID: 'ses_1',
  }
  const said = execFileSync('bash', ['-c', script], { env: { ...process.env, ...env }, encoding: 'utf8' })
  return said
    .split('\x01')
    .slice(0, -1)
    .map((words) => ({ page, words: words.split('\0').slice(0, -1) }))
}

/** The value behind one of these options. */
const valueOf = (words: readonly string[], ...options: string[]): string | undefined =>
  words[words.findIndex((word) => options.includes(word)) + 1 || words.length]

const ours = pages
  .flatMap(commandsOf)
  .map(({ page, words }) => {
    const url = new URL(words.find((word) => /^https?:/.test(word)) ?? 'https://none.example')
    const body = valueOf(words, '-d', '--data')
    const sends = body !== undefined || words.includes('--data-binary')
    return { page, url, body, method: valueOf(words, '-X') ?? (sends ? 'POST' : 'GET') }
  })
  .filter(({ url }) => url.pathname.startsWith('/v1/'))

it('finds the commands of the pages', () => {
  expect(ours.length).toBeGreaterThan(15)
})

it.each(ours)('$page: $method $url is a request that the API takes', ({ url, method, body }) => {
  const route = allRoutes.find(
    (one) =>
      one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname),
  )
  expect(route, `${method} ${url.pathname} is no route`).toBeDefined()
  if (body !== undefined && route?.body) parseRequest(route.body, JSON.parse(body))
  if (route?.query) parseRequest(route.query, Object.fromEntries(url.searchParams))
})

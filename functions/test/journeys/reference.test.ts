/** The reference that an installation shows: its own description, rendered from its own files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../contract/operations.ts'
import { chromium, visit } from '../support/chromium.ts'
import { callApi, stack } from '../support/stack-api.ts'

const everybody = { as: null }
const assets = ['docs/swagger-ui.css', 'docs/swagger-ui-bundle.js', 'docs/reference.js']

it('serves its description with its own address', async () => {
  const { status, headers, body } = await callApi<Record<string, unknown>>('/v1/openapi.json', everybody)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('application/json')
  const kept = JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8')) as object
  expect(body).toEqual({ ...kept, servers: [{ url: stack.apiUrl, description: 'This installation.' }] })
})

it('shows it with files of its own, each with its type, and kept by browsers', async () => {
  const { body: page } = await callApi<string>('/v1/docs', everybody)
  expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(
    expect.arrayContaining(assets),
  )
  for (const asset of assets) {
    const { status, headers } = await callApi<string>(`/v1/${asset}`, everybody)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain(asset.endsWith('.css') ? 'text/css' : 'text/javascript')
    expect(headers.get('cache-control')).toContain('public')
  }
})

it('names no other origin in the page, its style and its script', async () => {
  for (const address of ['/v1/docs', '/v1/docs/swagger-ui.css', '/v1/docs/reference.js']) {
    const { body } = await callApi<string>(address, everybody)
    // The address of a namespace is a name and is not fetched.
    const named = [...body.matchAll(/(?:https?:)?\/\/[\w.-]+\.\w{2,}/g)].map(([origin]) => origin)
    expect(named.filter((origin) => !origin.endsWith('//www.w3.org'))).toEqual([])
  }
})

it('lets the page load nothing from anywhere else, whatever its scripts name', async () => {
  const { headers } = await callApi('/v1/docs', everybody)
  const policy = Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources]
    }),
  )
  expect(policy['default-src']).toEqual(["'none'"])
  const allowed = new Set(Object.values(policy).flat())
  expect(allowed).toEqual(new Set(["'none'", "'self'", "'unsafe-inline'", 'data:']))
  expect(policy['script-src']).toEqual(["'self'"])
})

it('gives out no file but those', async () => {
  for (const name of ['openapi.json', 'NOTICE', '..%2Findex.js', 'constructor', '%2e%2e%2findex.js']) {
    const { status } = await callApi(`/v1/docs/${name}`, everybody)
    expect(status, name).toBe(404)
  }
})

it.skipIf(chromium === undefined)(
  'requests no other host in a real browser',
  { timeout: 60_000 },
  async () => {
    const { requested, shown } = await visit(
      chromium ?? '',
      `${stack.apiUrl}/v1/docs`,
      "document.querySelectorAll('.opblock').length",
    )
    expect(shown).toBeGreaterThan(20)
    expect(requested).toContain(`${stack.apiUrl}/v1/openapi.json`)
    const elsewhere = requested.filter((url) => !url.startsWith(stack.apiUrl) && !url.startsWith('data:'))
    expect(elsewhere).toEqual([])
  },
)

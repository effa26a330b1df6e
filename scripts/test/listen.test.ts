import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runWaypost } from './support/run-waypost.ts'

/** `waypost listen` called wrongly; that it forwards is shown by the journey of webhooks. */
let server: Server
let apiUrl = ''
const asked: string[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${String(request.method)} ${String(request.url)}`)
    const refusal = {
      code: 'FORBIDDEN',
      error: 'FORBIDDEN',
      message: 'This API key lacks the scope "webhooks".',
      hint: 'Use another key.',
      retry: 'after-fix',
      docs: 'https://example.com/errors#forbidden',
      requestId: 'req_1',
    }
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  apiUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
afterAll(() => void server.close())

const listen = (forward: string[], environment: NodeJS.ProcessEnv) =>
  runWaypost(['listen', '--project', 'acme', ...forward], {
    environment: { WAYPOST_API_URL: apiUrl, WAYPOST_API_KEY: 'wp_test_secret', ...environment },
  })
const hook = ['--forward', 'http://127.0.0.1:1/hook']

it.each([
  ['nowhere to forward to', [], {}, '--forward'],
  ['an invalid URL', ['--forward', 'localhost'], {}, 'is not a valid URL'],
  ['an invalid secret', hook, { WAYPOST_WEBHOOK_SECRET: 'abc' }, 'is not a valid secret. Use whsec_'],
  ['no key', hook, { WAYPOST_API_KEY: undefined }, 'WAYPOST_API_KEY'],
])('calls no API when there is %s', async (_, forward, environment, words) => {
  const { code, stderr } = await listen(forward, environment)
  expect(code).toBe(2)
  expect(stderr).toContain(words)
  expect(asked).toEqual([])
})

it('shows the error of the API, and not its key', async () => {
  const { code, stderr } = await listen(hook, {})
  expect(code).toBe(1)
  expect(stderr).toContain('lacks the scope "webhooks"')
  expect(stderr).not.toContain('wp_test_secret')
  expect(asked).toEqual(['GET /v1/endpoints'])
})

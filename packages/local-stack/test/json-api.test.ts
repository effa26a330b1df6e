import { HTTPException } from 'hono/http-exception'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createJsonApi, jsonServer, readJson } from '../src/http/json-api.ts'
import { closeServer, listen } from '../src/http/listen.ts'

const api = createJsonApi()
api.post('/echo/:name', async (c) => c.json({ name: c.req.param('name'), body: (await readJson(c)) ?? null }))
api.get('/refused', () => {
  throw new HTTPException(409, { message: 'It exists.' })
})
api.get('/defect', () => {
  throw new Error('a defect')
})
const server = jsonServer(api)
let url: string

beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server, 0)}`
})
afterAll(() => closeServer(server))

const post = (body?: string, headers = {}) =>
  fetch(`${url}/echo/a%2Fb`, { method: 'POST', headers, ...(body !== undefined && { body }) })

it('reads a JSON body regardless of its content type', async () => {
  const response = await post('{"n":1}', { 'content-type': 'text/plain' })
  expect(await response.json()).toEqual({ name: 'a/b', body: { n: 1 } })
})

it('takes a request without a body', async () => {
  expect(await (await post()).json()).toEqual({ name: 'a/b', body: null })
})

it('refuses a body that is not JSON', async () => {
  const response = await post('{"n":')
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { code: 400, message: expect.stringContaining('The body is not valid JSON') as string },
  })
})

it('answers a refusal with its status and message', async () => {
  const response = await fetch(`${url}/refused`)
  expect(response.status).toBe(409)
  expect(await response.json()).toEqual({ error: { code: 409, message: 'It exists.' } })
})

it('answers a defect with 500 and prints it', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const response = await fetch(`${url}/defect`)
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({ error: { code: 500, message: 'a defect' } })
  expect(printed).toHaveBeenCalledOnce()
  printed.mockRestore()
})

it.each([
  ['GET', '/nothing'],
  ['DELETE', '/refused'],
])('lists the routes for %s %s', async (method, path) => {
  const response = await fetch(url + path, { method })
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({
    error: {
      code: 404,
      message: `No route matches ${method} ${path}.`,
      routes: ['POST /echo/:name', 'GET /refused', 'GET /defect'],
    },
  })
})

it('leaves the global Request and Response of the process alone', () => {
  expect(new Response('x')).toBeInstanceOf(globalThis.Response)
  expect(globalThis.Response.name).toBe('Response')
})

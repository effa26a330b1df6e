import { createHmac, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeAll, expect, it } from 'vitest'
import { send } from '../../../docs/examples/send-from-node.ts'
import { callApi, stack } from '../support/stack-api.ts'
import { numbers, reaches } from '../support/notify.ts'

const docs = resolve(import.meta.dirname, '../../../docs')
const number = numbers(97)
beforeAll(() => {
  process.env['WAYPOST_URL'] = stack.apiUrl
  process.env['WAYPOST_API_KEY'] = stack.apiKey
})

const page = readFileSync(resolve(docs, 'how-to/send-from-node.md'), 'utf8')
const calls = [...page.matchAll(/^```ts\n(await send\([\s\S]*?)^```$/gm)].map(([, call = '']) => call)

it('shows calls of `send` that work', async () => {
  expect(calls).toHaveLength(2)
  for (const [i, call] of calls.entries()) {
    const to = number()
    const written = call
      .replace('+972546800360', to)
      .replace('order-1042', `docs-${String(i)}`)
      .replace('await', 'return')
    const sent = (await runInNewContext(`(async () => { ${written} })()`, { send })) as { id: string }
    await reaches(sent.id, 'read')
  }
})

it('tells a program why a message was refused, and asks no second time', async () => {
  const refused = send({ to: 'no-number', type: 'text', text: 'Hi' }, 'docs-refused')
  await expect(refused).rejects.toMatchObject({ code: 'RECIPIENT_INVALID', retry: 'never' })
})

interface Node {
  name: string
  parameters: {
    url: string
    jsonBody: string
    jsCode: string
    headerParameters: { parameters: { name: string; value: string }[] }
  }
}
const workflow = JSON.parse(readFileSync(resolve(docs, 'examples/n8n-workflow.json'), 'utf8')) as {
  nodes: Node[]
}
const node = (name: string): Node['parameters'] => {
  const found = workflow.nodes.find((one) => one.name === name)
  if (!found) throw new Error(`No node ${name}`)
  return found.parameters
}

it('shows a workflow for n8n whose request is taken, and sent once when it is repeated', async () => {
  const $json = { body: { orderId: 'ORD-7', phone: number(), day: 'Tuesday' } }
  const valueOf = (expression: string) =>
    runInNewContext(expression.replace(/^=\{\{|\}\}$/g, ''), { $json, JSON }) as string
  const { url, jsonBody, headerParameters } = node('Send with Waypost')
  const headers = Object.fromEntries(
    headerParameters.parameters.map(({ name, value }) => [name, valueOf(value)]),
  )
  const request = () =>
    callApi<{ id: string }>(new URL(url).pathname, { method: 'POST', body: valueOf(jsonBody), headers })
  const first = await request()
  expect(first.status, JSON.stringify(first.body)).toBe(200)
  expect((await request()).body.id).toBe(first.body.id)
})

const secret = randomBytes(24)

/** What n8n's Code node gives to the program in it. */
function codeNode(raw: string, signature: string, timestamp: number) {
  return {
    require: createRequire(import.meta.url),
    Buffer,
    Date,
    Error,
    $env: { WAYPOST_WEBHOOK_SECRET: `whsec_${secret.toString('base64')}` },
    $json: {
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      },
    },
    // Where the bytes are, n8n alone knows: on its disk, or in its database.
    $itemIndex: 0,
    helpers: {
      getBinaryDataBuffer: async (item: number, name: string) =>
        Promise.resolve(item === 0 && name === 'data' ? Buffer.from(raw) : Buffer.alloc(0)),
    },
  }
}
const check = (context: ReturnType<typeof codeNode>) =>
  runInNewContext(
    `(async function () { ${node('Check the signature').jsCode} }).call({ helpers })`,
    context,
  ) as Promise<unknown>

it('shows a workflow for n8n that takes what we signed, and nothing else', async () => {
  const raw = '{"type":"message.read","data":{"id":"msg_1"}}'
  const now = Math.floor(Date.now() / 1000)
  const signed = (at: number) =>
    `v1,${createHmac('sha256', secret)
      .update(`evt_1.${String(at)}.${raw}`)
      .digest('base64')}`
  expect(await check(codeNode(raw, signed(now), now))).toMatchObject({
    json: { id: 'evt_1', type: 'message.read' },
  })
  await expect(check(codeNode(`${raw} `, signed(now), now))).rejects.toThrow('not of Waypost')
  await expect(check(codeNode(raw, signed(now - 900), now - 900))).rejects.toThrow('too old')
})

/** A separate stack for random requests, their callers, and the ids from its answers. */
import { createHash, createHmac } from 'node:crypto'
import type { Login, StackFile } from '@waypost/local-stack'
import { join } from 'node:path'
import { addressOf, root } from '../contract/operations.ts'
import type { WireAnswer } from '../contract/check-answer.ts'
import type { FuzzRequest, PathWord } from '../contract/fuzz-request.ts'
import { startStack } from '../support/stack.ts'

export interface FuzzHarness {
  /** Sends one of them. */
  ask(request: FuzzRequest): Promise<WireAnswer>
  close(): Promise<void>
}

/** Limits would hide everything behind them. */
const settings = {
  RATE_LIMIT_UNAUTHENTICATED: '0',
  RATE_LIMIT_USER: '0',
  RATE_LIMIT_TRUSTED: '0',
  RATE_LIMIT_WEB_SESSION: '0',
}

export async function createFuzzHarness(): Promise<FuzzHarness> {
  const { stack, end } = await startStack({ settings, logPath: join(root, '.local/fuzz.log') })
  const callers = await callersOf(stack)
  const seen = seenIds(stack)
  seen.recordSignal(await createFixtures(stack))
  return {
    async ask({ operation, path, query, body, headers, caller }) {
      const parameters = Object.fromEntries(
        Object.entries(path).map(([name, word]) => [name, seen.wordFor(word)]),
      )
      const as = callers[caller % callers.length]
      const response = await fetch(
        `${stack.apiUrl}${addressOf(operation.path, parameters, seen.textsFor(query))}`,
        {
          method: operation.method,
          headers: {
            ...(as !== undefined && { authorization: `Bearer ${as}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: seen.bodyFor(body) }),
        },
      )
      const text = await response.text()
      seen.recordSignal(text)
      return { status: response.status, headers: response.headers, body: parsed(text) }
    },
    close: end,
  }
}

/** Callers with all rights are frequent: most requests should pass authentication. */
async function callersOf(stack: StackFile): Promise<(string | undefined)[]> {
  const tokens = await Promise.all(Object.values(stack.users).map((login) => signIn(stack, login)))
  const key = { name: 'Links', owner: 'demo', mode: 'live', scopes: ['send:get'] }
  // The demo key lacks this scope, and no key grants more than it holds.
  const operator = await signIn(stack, stack.users.operator)
  const { secret } = (await post(`${stack.apiUrl}/v1/keys`, key, operator)) as { secret: string }
  const mayDoAll = Array.from({ length: 8 }, () => stack.apiKey)
  return [...mayDoAll, secret, ...tokens, undefined, 'nonsense', 'wp_live_nonsense']
}

async function signIn({ authUrl }: StackFile, { email, password }: Login): Promise<string> {
  const url = `${authUrl}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`
  const answer = await post(url, { email, password, returnSecureToken: true })
  return (answer as { idToken: string }).idToken
}

/**
 * Some people write, so that there are conversations and files; there are senders to be changed and deleted, and a
 * quarantined webhook body.
 * @returns answers that name them
 */
async function createFixtures({
  graphUrl,
  apiUrl,
  apiKey,
  webhookUrl,
  appSecret,
}: StackFile): Promise<string> {
  const data = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')
  for (const from of ['+972546800360', '+972546800361', '+972546800362']) {
    await post(`${graphUrl}/_simulator/inbound`, { from, text: { body: 'Where is my order?' } })
    await post(`${graphUrl}/_simulator/inbound`, { from, type: 'image', image: { data } })
  }
  const webhook = { webhookUrl: 'https://example.com/hooks', enableWebhook: false }
  const senders = ['One', 'Two', 'Three'].map((name) =>
    post(`${apiUrl}/v1/sessions`, { name, channel: 'web', ...webhook }, apiKey),
  )
  const bytes = '{"object":"whatsapp_business_account","entry":"nonsense"}'
  const signature = createHmac('sha256', appSecret).update(bytes).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  await fetch(webhookUrl, { method: 'POST', headers, body: bytes })
  return JSON.stringify([await Promise.all(senders), createHash('sha256').update(bytes).digest('hex')])
}

async function post(url: string, body: object, as?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`)
  return response.json()
}

const KEPT_IDS = 500
const exampleId = /\b([a-z]{2,3})_01k9m3v5xq8r7t2w4y6z1a3b5c\b/g
const anId = /\b(?:(?:msg|ses|key|ep|dlv|cnv|aud)_[0-9a-z]+|wamid\.[\w=]+|[0-9a-f]{64})\b/g

/** Ids are learnt from answers. The key that asks and the sender that sends are not among them: somebody would end them. */
function seenIds({ sessionId }: StackFile) {
  const ids: string[] = []
  const spared = ['key_demo', sessionId]
  const like = (example: string, which = 0): string => {
    const same = ids.filter((id) => kindOf(id) === kindOf(example))
    return same[which % same.length] ?? (example.startsWith('ses_') ? sessionId : example)
  }
  const text = (value: unknown): string =>
    (typeof value === 'string' ? value : JSON.stringify(value))
      .toWellFormed()
      .replaceAll(exampleId, (example) => (example.startsWith('ses_') ? sessionId : like(example)))
  return {
    recordSignal(answer: string): void {
      for (const [id] of answer.matchAll(anId)) if (!ids.includes(id) && !spared.includes(id)) ids.unshift(id)
      // Messages are many: they would push out what there are few of.
      if (ids.length > KEPT_IDS)
        ids.splice(
          ids.findLastIndex((id) => id.startsWith('msg_')),
          1,
        )
    },
    wordFor: (word: PathWord): string =>
      'word' in word
        ? word.word.toWellFormed()
        : word.like === ''
          ? (ids[word.seen % ids.length] ?? sessionId)
          : like(word.like, word.seen),
    textsFor: (query: Readonly<Record<string, unknown>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(query)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, text(value)]),
      ),
    bodyFor: (body: unknown): string => text(body),
  }
}

/** Ids of one kind begin alike, or are hashes. */
const kindOf = (id: string): string => (/^[0-9a-f]{32,}$/.test(id) ? 'hash' : id.slice(0, 4))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

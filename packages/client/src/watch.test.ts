import { expect, it, onTestFinished } from 'vitest'
import { isAtRest } from './index.ts'
import { createTestClient, errorAnswer, type Scripted } from './testing/index.ts'

const at = (status: string) => ({ body: { id: 'msg_1', direction: 'out', status } })
const unavailable = errorAnswer('UNAVAILABLE', { status: 503, retry: 'later' })

function watching(...answers: [Scripted, ...Scripted[]]) {
  const { waypost, transport } = createTestClient({ retries: 0 })
  transport.reply('GET /v1/messages/{id}', ...answers)
  const statuses: string[] = []
  const follow = async (options?: Parameters<typeof waypost.messages.watch>[1]) => {
    for await (const { status } of waypost.messages.watch('msg_1', options)) statuses.push(status)
    return statuses
  }
  return { transport, statuses, follow }
}

it('yields each change until the message is at rest', async () => {
  const { follow } = watching(at('accepted'), at('accepted'), at('delivered'), at('delivered'), at('read'))
  expect(await follow()).toEqual(['accepted', 'delivered', 'read'])
})

it('polls less and less often, and soon again after a change', async () => {
  const quiet = Array.from({ length: 8 }, () => at('accepted'))
  const { transport, follow } = watching(at('accepted'), ...quiet, at('sent'), at('sent'), at('failed'))
  await follow()
  expect(transport.waits.map(Math.round)).toEqual([
    1000, 1600, 2560, 4096, 6554, 10486, 15000, 15000, 15000, 1000, 1600,
  ])
})

it('polls slowly while the page is hidden', async () => {
  const page = globalThis as { document?: { hidden: boolean } }
  page.document = { hidden: true }
  onTestFinished(() => void delete page.document)
  const { transport, follow } = watching(at('accepted'), at('read'))
  await follow()
  expect(transport.waits).toEqual([15_000])
})

it('ends where the caller says', async () => {
  const { follow } = watching(at('accepted'), at('delivered'), at('read'))
  expect(await follow({ until: ({ status }) => status === 'delivered' })).toEqual(['accepted', 'delivered'])
})

it('survives failures that pass, and passes on the others', async () => {
  const brief = watching(at('accepted'), unavailable, new TypeError('fetch failed'), at('read'))
  expect(await brief.follow()).toEqual(['accepted', 'read'])
  const gone = watching(at('accepted'), errorAnswer('MESSAGE_NOT_FOUND', { status: 404 }))
  await expect(gone.follow()).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
  const down = watching(unavailable)
  await expect(down.follow()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(down.transport.requests).toHaveLength(5)
})

it('rejects with the reason of an abort', async () => {
  const abort = new AbortController()
  const { transport, statuses, follow } = watching(at('accepted'), () => {
    abort.abort(new Error('left the page'))
    return at('accepted')
  })
  await expect(follow({ signal: abort.signal })).rejects.toThrow('left the page')
  expect([statuses, transport.requests.length]).toEqual([['accepted'], 2])
})

it('stops asking when the loop is left', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/messages/{id}', at('accepted'))
  for await (const message of waypost.messages.watch('msg_1')) if (message.status === 'accepted') break
  expect(transport.requests).toHaveLength(1)
})

it.each(['read', 'played', 'failed', 'cancelled', 'expired', 'suppressed', 'received'] as const)(
  '%s is at rest',
  (status) => {
    expect(isAtRest({ status })).toBe(true)
  },
)

it.each(['queued', 'sending', 'accepted', 'sent', 'delivered', 'errored', 'unknown', 'held'] as const)(
  '%s may still change',
  (status) => {
    expect(isAtRest({ status })).toBe(false)
  },
)

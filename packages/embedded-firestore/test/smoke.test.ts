import { afterAll, expect, it } from 'vitest'
import { startEmbeddedFirestore } from '../src/index.ts'

const firestore = await startEmbeddedFirestore({ port: 0 })
afterAll(() => firestore.close())

const documents = `http://${firestore.host}/v1/projects/demo-rest/databases/(default)/documents`
const name = (path: string) => `projects/demo-rest/databases/(default)/documents/${path}`

it('answers on the port as an emulator does', async () => {
  expect(await (await fetch(`http://${firestore.host}/`)).text()).toBe('Ok\n')
})

it('commits over REST and hands the document back in the same JSON', async () => {
  const fields = {
    text: { stringValue: 'שלום 🚀' },
    large: { integerValue: '9007199254740993' },
    when: { timestampValue: '2026-11-21T10:00:00.123456Z' },
    bytes: { bytesValue: 'AP8=' },
    nothing: { nullValue: null },
    odd: { doubleValue: 'NaN' },
  }
  const write = { update: { name: name('messages/m1'), fields } }
  const response = await fetch(`${documents}:commit`, {
    method: 'POST',
    body: JSON.stringify({ writes: [write] }),
  })
  expect(response.status).toBe(200)
  const read = (await (await fetch(`${documents}/messages/m1`)).json()) as { fields: unknown }
  expect(read.fields).toEqual(fields)
})

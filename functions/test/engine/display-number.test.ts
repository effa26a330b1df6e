import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fetchDisplayPhoneNumber } from '../../src/graph/display-phone-number.undici.ts'
import { APP_SECRET } from '../support/engine-rig.ts'

let graph: GraphSimulator
beforeAll(async () => {
  graph = await startGraphSimulator({
    port: 0,
    appSecret: APP_SECRET,
    verifyToken: 'verify',
    accessToken: 'token',
    wabaId: '102290129340398',
    phoneNumberId: '106540352242922',
  })
})
afterAll(() => graph.close())

const ask = (id: string, about: object = {}) =>
  fetchDisplayPhoneNumber(id, { url: graph.url, version: 'v26.0', accessToken: 'token', ...about })

it('tells the number behind an id, as people write it', async () => {
  expect((await ask('106540352242922'))?.replaceAll(/\D/g, '')).toMatch(/^\d{8,15}$/)
})

it('tells none for an id that this token does not see', async () => {
  expect(await ask('1')).toBeUndefined()
  expect(await ask('106540352242922', { accessToken: 'dead' })).toBeUndefined()
})

it('fails when Meta cannot be reached, so that the caller can retry', async () => {
  await expect(ask('106540352242922', { url: 'http://127.0.0.1:1' })).rejects.toThrow()
})

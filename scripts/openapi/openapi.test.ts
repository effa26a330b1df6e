/** What those who generate a client, or read, count on. That the file is not stale: `reference-docs.test.ts`. */
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { eventTypes } from '@waypost/contract'
import { expect, it } from 'vitest'
import { allRoutes } from './all-routes.ts'
import { openApiJson } from './document.ts'
import { operationName } from './operation-name.ts'

const source = await openApiJson()
const document = JSON.parse(source) as {
  openapi: string
  paths: Record<string, Record<string, { security: Record<string, string[]>[] }>>
  webhooks: Record<string, unknown>
  components: { schemas: Record<string, unknown> }
}

const faultsOf = async (text: string) => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config })
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`,
  )
}

it('has not one fault or warning in the eyes of a linter', async () => {
  expect(await faultsOf(source)).toEqual([])
})

it('would not pass with an example that does not fit', async () => {
  expect(await faultsOf(source.replaceAll('"retry": "never"', '"retry": "perhaps"'))).not.toEqual([])
})

it.each(allRoutes.map((route) => [operationName(route), route] as const))(
  'describes %s with the scope it needs',
  (_, { path, method, access }) => {
    const security = document.paths[path]?.[method.toLowerCase()]?.security
    const scopes = security?.flatMap(({ apiKey = [] }) => apiKey)
    expect(scopes).toEqual(access === 'public' ? [] : [access])
  },
)

it('tells what an endpoint gets for every type of event', () => {
  expect(Object.keys(document.webhooks)).toEqual([...eventTypes])
})

it('gives every schema one name, and a good one', () => {
  const names = Object.keys(document.components.schemas)
  expect(names.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name) || name.endsWith('Output'))).toEqual([])
})

it('forbids nothing in answers that a later version may add', () => {
  const { ErrorAnswer, SendAnswer } = document.components.schemas
  expect(JSON.stringify([ErrorAnswer, SendAnswer])).not.toContain('additionalProperties":false')
})

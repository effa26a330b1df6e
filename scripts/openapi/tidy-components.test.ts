import { expect, it } from 'vitest'
import { tidyComponents } from './tidy-components.ts'

const ref = (name: string, more: object = {}) => ({ $ref: `#/components/schemas/${name}`, ...more })
const tidied = (schemas: Record<string, unknown>, paths: unknown = {}) =>
  tidyComponents({ openapi: '3.1.0', paths, components: { schemas } })

it('names the recursive schema JsonValue, in its own references too', () => {
  const list = { anyOf: [{ type: 'null' }, { type: 'array', items: ref('__schema0') }] }
  expect(tidied({ __schema0: list, Message: ref('__schema0') }, { get: ref('__schema0') })).toEqual({
    openapi: '3.1.0',
    paths: { get: ref('JsonValue') },
    components: {
      schemas: {
        JsonValue: { anyOf: [{ type: 'null' }, { type: 'array', items: ref('JsonValue') }] },
        Message: ref('JsonValue'),
      },
    },
  })
})

it('keeps one schema where request and answer have the same form', () => {
  const { components, paths } = tidied(
    { Text: { type: 'string' }, TextOutput: { type: 'string' } },
    { get: ref('TextOutput') },
  )
  expect(components.schemas).toEqual({ Text: { type: 'string' } })
  expect(paths).toEqual({ get: ref('Text') })
})

it('compares schemas with their references renamed', () => {
  const inner = { type: 'integer' }
  const { components } = tidied({
    Inner: inner,
    InnerOutput: inner,
    Outer: { type: 'array', items: ref('Inner') },
    OuterOutput: { type: 'array', items: ref('InnerOutput') },
  })
  expect(components.schemas).toEqual({ Inner: inner, Outer: { type: 'array', items: ref('Inner') } })
})

it.each([
  ['the forms differ', { Text: { type: 'string' }, TextOutput: { type: 'null' } }],
  ['there is no request of that name', { TextOutput: { type: 'string' } }],
])('keeps the name of an answer when %s', (_why, schemas) => {
  expect(tidied(schemas).components.schemas).toEqual(schemas)
})

it('keeps an object closed, but leaves the closing of a reference to what it names', () => {
  const closed = { type: 'object', additionalProperties: false }
  const schemas = { Plain: closed, Pair: { allOf: [ref('Plain', { additionalProperties: false })] } }
  expect(tidied(schemas).components.schemas).toEqual({ Plain: closed, Pair: { allOf: [ref('Plain')] } })
})

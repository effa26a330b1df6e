import { describe, expect, it } from 'vitest'
import type { Route } from '../../functions/src/http/route.ts'
import { operationName } from './operation-name.ts'
import { pathParameters } from './path-parameters.ts'
import { tagOf } from './tags.ts'

describe('the name of an operation', () => {
  it.each<[Route['method'], string, string]>([
    ['GET', '/v1/messages', 'listMessages'],
    ['GET', '/v1/messages/{id}', 'getMessage'],
    ['POST', '/v1/messages/{id}/retry', 'retryMessage'],
    ['POST', '/v1/messages/retry', 'retryMessages'],
    ['POST', '/v1/keys', 'createKey'],
    ['PUT', '/v1/sessions/{id}', 'updateSession'],
    ['DELETE', '/v1/endpoints/{id}', 'deleteEndpoint'],
    ['POST', '/v1/templates/sync', 'syncTemplates'],
    ['GET', '/v1/raw-webhooks', 'listRawWebhooks'],
    ['GET', '/v1/conversations/{id}/messages', 'listConversationMessages'],
    ['GET', '/v1/sessions/{id}/health', 'getSessionHealth'],
    ['POST', '/v1/sendText', 'sendText'],
    ['GET', '/v1/sendText', 'sendTextByGet'],
  ])('%s %s is %s', (method, path, name) => {
    expect(operationName({ method, path })).toBe(name)
  })
})

describe('path parameters', () => {
  it('describes each parameter, with the error of a missing resource', () => {
    const found = pathParameters('/v1/endpoints/{id}')
    expect([...found.keys()]).toEqual(['id'])
    expect(found.get('id')?.notFound).toBe('ENDPOINT_NOT_FOUND')
  })

  it('finds none in a path without parameters', () => {
    expect(pathParameters('/v1/messages').size).toBe(0)
  })

  it('names the file to edit for an unknown parameter', () => {
    expect(() => pathParameters('/v1/gadgets/{id}')).toThrow('scripts/openapi/path-parameters.ts')
  })
})

describe('chapters', () => {
  it.each([
    ['/v1/whatsapp/notify', 'Sending'],
    ['/v1/messages/{id}', 'Messages'],
    ['/v1/raw-webhooks', 'Operations'],
    ['/v1/deliveries/replay', 'Webhooks'],
  ])('%s belongs to %s', (path, chapter) => {
    expect(tagOf(path)).toBe(chapter)
  })

  it('names the file to edit for an unknown path', () => {
    expect(() => tagOf('/v1/gadgets')).toThrow('scripts/openapi/tags.ts')
  })
})

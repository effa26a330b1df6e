import { z } from 'zod'
import { publicRoute } from '../http/route.ts'
import { once } from '../kernel/once.ts'
import type { ReadReferenceFile } from './reference-page.ts'

const OpenApiAnswer = z
  .looseObject({ openapi: z.string().meta({ description: 'The version of OpenAPI.', examples: ['3.1.1'] }) })
  .meta({ description: 'An OpenAPI document.' })

/** `GET /v1/openapi.json`: what the API can do, with this installation as the server. */
export const openApiRoute = (read: ReadReferenceFile) => {
  const document = once(async () => OpenApiAnswer.parse(JSON.parse(String(await read('openapi.json')))))
  return publicRoute({
    method: 'GET',
    path: '/v1/openapi.json',
    doc: { summary: 'Get this reference as OpenAPI 3.1', answers: { 200: OpenApiAnswer } },
    async handle({ origin }) {
      const servers = [{ url: origin, description: 'This installation.' }]
      return { status: 200, body: { ...(await document()), servers } }
    },
  })
}

/** The API's description: OpenAPI 3.1, from the routes and the schemas of the contract. */
import { format } from 'prettier'
import { z } from 'zod'
import { createDocument, type CreateDocumentOptions, type ZodOpenApiPathsObject } from 'zod-openapi'
import type { Route } from '../../functions/src/http/route.ts'
import { allRoutes } from './all-routes.ts'
import { operationOf } from './operation.ts'
import { answerHeaders, headerParameters, securitySchemes } from './shared-components.ts'
import { tagsOf } from './tags.ts'
import { tidyComponents } from './tidy-components.ts'
import { deliveryAnswers, deliveryHeaders, webhooks } from './webhooks.ts'

const description = `Messages over WhatsApp for teams on Firebase: never lost, never sent twice, followed until read.

Every answer that is not a success is an \`ErrorAnswer\`; \`code\` is one of the [error codes](/v1/docs/errors), \`retry\` says what the same request would do later. Answers may get further fields: ignore those you do not know. Lists are newest first; \`nextCursor\` leads to the next page.`

/** The whole document. @throws Error when a route does not say what it is */
export const openApiDocument = () => tidyComponents(documentOfRoutes())

const documentOfRoutes = () =>
  createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Waypost',
        version: '1.0.0',
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [
        {
          url: 'https://{site}.web.app',
          description:
            'The Hosting site of your project; the installation itself serves this file with its own address.',
          variables: { site: { default: 'your-project', description: 'The id of the site.' } },
        },
      ],
      security: [],
      tags: tagsOf(allRoutes.map(({ path }) => path)),
      paths: paths(allRoutes),
      webhooks: webhooks(),
      components: {
        headers: answerHeaders,
        parameters: { ...headerParameters, ...deliveryHeaders },
        responses: deliveryAnswers,
        securitySchemes,
      },
    },
    { override: adjust },
  )

function paths(routes: readonly Route[]): ZodOpenApiPathsObject {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, ofPath]) => [
      path,
      Object.fromEntries(ofPath.map((route) => [route.method.toLowerCase(), operationOf(route)])),
    ]),
  )
}

/**
 * Answers may grow: a client must not refuse a field that it does not know yet. And zod leaves out the examples of a
 * request that is read in two spellings; they are of the request as it is written, so they stay.
 */
const adjust: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, zodSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  const { examples } = z.globalRegistry.get(zodSchema) ?? {}
  if (io === 'input' && examples && jsonSchema.$ref === undefined) jsonSchema.examples ??= examples
}

/** The document as the file that is kept: what fits stands on one line, so that people can read it. */
export const openApiJson = (): Promise<string> =>
  format(JSON.stringify(openApiDocument()), { parser: 'json', printWidth: 160 })

import { WaypostError } from '@waypost/contract'
import { z } from 'zod'
import { publicRoute } from '../http/route.ts'
import {
  type ReadReferenceFile,
  referenceFiles,
  referencePage,
  referencePolicy,
  referenceScript,
} from './reference-page.ts'

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] })

/** `GET /v1/docs`: the reference, to be read and tried. */
export const referencePageRoute = publicRoute({
  method: 'GET',
  path: '/v1/docs',
  doc: {
    summary: 'Show this reference as a page',
    answers: { 200: text('The page.', '<!doctype html>…') },
    contentType: 'text/html',
  },
  async handle() {
    return { status: 200, body: referencePage, headers: { 'content-security-policy': referencePolicy } }
  },
})

const DAY_SECONDS = 86_400

/** `GET /v1/docs/{file}`: what the page loads. */
export const referenceFileRoute = (read: ReadReferenceFile) =>
  publicRoute({
    method: 'GET',
    path: '/v1/docs/{file}',
    doc: {
      summary: 'Get a file of the reference page',
      answers: { 200: text('The file.', 'body { margin: 0 }') },
      contentType: 'text/*',
    },
    async handle({ params }) {
      const name = params.file
      if (!Object.hasOwn(referenceFiles, name))
        throw new WaypostError('NOT_FOUND', { message: 'The reference has no file of this name.' })
      return {
        status: 200,
        body: name === 'reference.js' ? referenceScript : String(await read(name)),
        headers: {
          'content-type': referenceFiles[name] ?? '',
          'cache-control': `public, max-age=${String(DAY_SECONDS)}`,
        },
      }
    },
  })

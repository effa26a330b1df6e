import { UploadMediaAnswer, UploadMediaDryRun, UploadMediaQuery } from '@waypost/contract'
import { z } from 'zod'
import { route } from '../http/route.ts'
import { serveMedia, type ServeMediaNeeds } from './serve-media.ts'
import { uploadMedia, type UploadMediaNeeds } from './upload-media.ts'

export type MediaRouteNeeds = ServeMediaNeeds & UploadMediaNeeds

/** What Cloud Functions takes in one request. https://cloud.google.com/run/quotas#request_limits */
const MAX_UPLOAD_BYTES = 32 * 1024 * 1024

/** `GET /v1/media/{id}`: the file that came with a message, for the owners of its session. */
export const getMediaRoute = (needs: () => Promise<MediaRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/media/{id}',
    reach: 'live',
    access: 'read',
    doc: {
      summary: 'Download the file of an inbound message',
      description:
        'For the owners of the session; `id` is the id of the message. A single `Range` of bytes is supported. ' +
        'The file comes from a stranger: types that WhatsApp does not know are served as `application/octet-stream`, always as a download.',
      answers: { 200: z.unknown(), 206: z.unknown(), 416: z.unknown() },
      contentType: 'application/octet-stream',
      refusals: ['MEDIA_NOT_FOUND', 'MEDIA_PENDING', 'MEDIA_NOT_KEPT'],
    },
    async handle({ caller, params, header }) {
      return serveMedia(params.id, { caller, range: header('range') }, await needs())
    },
  })

/** `POST /v1/media`: a file for Meta; its id is the `mediaId` of a send. */
export const uploadMediaRoute = (needs: () => Promise<MediaRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/media',
    access: 'send',
    // Plain users may message only themselves, so they have nothing to upload.
    role: 'sender',
    query: UploadMediaQuery,
    maxBodyBytes: MAX_UPLOAD_BYTES,
    acceptsFile: true,
    doc: {
      summary: 'Upload a file to Meta; its id is the `mediaId` of a send',
      description:
        'Send the file as the body with its `Content-Type`, or as the part `file` of a `multipart/form-data` form, ' +
        'which may contain a part `session` too. 32 MB at most.',
      answers: { 200: z.union([UploadMediaAnswer, UploadMediaDryRun]) },
      refusals: ['MEDIA_TYPE_UNSUPPORTED', 'MEDIA_TOO_LARGE', 'UPSTREAM_FAILED'],
    },
    async handle({ caller, query, file }) {
      return { status: 200, body: await uploadMedia(await file(), { caller, input: query }, await needs()) }
    },
  })

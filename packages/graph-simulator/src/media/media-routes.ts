/**
 * Media: upload, look up, delete, download.
 * developers.facebook.com/docs/whatsapp/cloud-api/reference/media
 */
import { createHmac } from 'node:crypto'
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { GraphError, refuse } from '../graph/graph-error.ts'
import { unknownObject } from '../graph/middleware.ts'
import { queryParameters } from '../graph/request-body.ts'
import { phoneOf } from '../graph/find-node.ts'
import { newGraphId } from '../ids.ts'
import { MESSAGING, requireAccess } from '../account/access-token.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { checkUpload } from './check-upload.ts'
import { findUnexpiredMedia, sha256Of, UPLOADED_DAYS, URL_SECONDS, type Media } from './media.ts'

const DOWNLOAD_PATH = '/whatsapp_business/attachments/'

export function mediaRoutes(app: GraphApp): void {
  app.post('/:id/media', upload)
  app.get(DOWNLOAD_PATH, download)
}

async function upload(c: GraphContext): Promise<Response> {
  const phone = phoneOf(c)
  const form: Record<string, unknown> = { ...queryParameters(c), ...(await c.req.parseBody()) }
  const { messaging_product: product, type, file } = form
  c.set('body', {
    messaging_product: product,
    type,
    file: file instanceof File ? { name: file.name, type: file.type, size: file.size } : file,
  })
  if (product !== 'whatsapp') throw refuse(100, "Param messaging_product must be 'whatsapp'.")
  if (!(file instanceof File))
    throw refuse(100, 'Param file is required: send multipart/form-data with a file.')
  const mimeType = (typeof type === 'string' && type !== '' ? type : file.type).toLowerCase()
  checkUpload(mimeType, file.size)
  const { clock, state } = c.var.simulator
  const media: Media = {
    id: newGraphId(),
    phoneNumberId: phone.id,
    mimeType,
    bytes: new Uint8Array(await file.arrayBuffer()),
    filename: file.name,
    expiresAt: clock.now().getTime() + UPLOADED_DAYS * 86_400_000,
  }
  state.media.set(media.id, media)
  return c.json({ id: media.id })
}

/** `GET /{media-id}`: where it can be downloaded for the next five minutes. */
export function mediaAnswer(c: GraphContext): Response {
  const media = ownMedia(c)
  return c.json({
    url: downloadUrl(c.var.simulator, media.id, new URL(c.req.url).origin),
    mime_type: media.mimeType,
    sha256: sha256Of(media.bytes, 'hex'),
    file_size: media.bytes.length,
    id: media.id,
    messaging_product: 'whatsapp',
  })
}

/** An address of this server where a media can be downloaded for the next five minutes. */
export function downloadUrl(simulator: SimulatorContext, id: string, origin: string): string {
  const expires = Math.floor(simulator.clock.now().getTime() / 1000) + URL_SECONDS
  const url = new URL(DOWNLOAD_PATH, origin)
  url.search = new URLSearchParams({
    mid: id,
    ext: String(expires),
    hash: proofOf(simulator, id, expires),
  }).toString()
  return url.href
}

/** `DELETE /{media-id}`. */
export function deleteMedia(c: GraphContext): Response {
  c.var.simulator.state.media.delete(ownMedia(c).id)
  return c.json({ success: true })
}

/** The bytes. The address is signed and lives five minutes; the token is needed all the same. */
function download(c: GraphContext): Response {
  const { simulator, token } = c.var
  const { mid = '', ext = '', hash } = c.req.query()
  const media = findUnexpiredMedia(simulator.state.media, mid, simulator.clock.now())
  const isCurrent = Number(ext) * 1000 > simulator.clock.now().getTime()
  if (!media || !isCurrent || hash !== proofOf(simulator, mid, Number(ext))) return c.text('Not found', 404)
  const phone = simulator.state.phoneNumbers.get(media.phoneNumberId)
  if (phone) requireAccess(token, MESSAGING, phone.wabaId)
  return c.body(Buffer.from(media.bytes), 200, {
    'content-type': media.mimeType,
    'content-length': String(media.bytes.length),
    'content-disposition': `inline;filename=${media.filename ?? 'file'}`,
  })
}

function ownMedia(c: GraphContext): Media {
  const { state, clock } = c.var.simulator
  const id = c.req.param('id') ?? ''
  const media = findUnexpiredMedia(state.media, id, clock.now())
  const phoneNumberId = c.req.query('phone_number_id')
  if (!media || (phoneNumberId !== undefined && phoneNumberId !== media.phoneNumberId))
    throw unknownObject(id, c.req.method)
  const phone = state.phoneNumbers.get(media.phoneNumberId)
  if (!phone) throw new GraphError({ code: 100, subcode: 33 })
  requireAccess(c.var.token, MESSAGING, phone.wabaId)
  return media
}

function proofOf({ config }: SimulatorContext, id: string, expires: number): string {
  return createHmac('sha256', config.appSecret).update(`${id}:${expires}`).digest('base64url')
}
